-- A database that version 0.1.0 (commit ff2a6a5) wrote, as `sqlite3 assess.sqlite3 .dump` prints it.
BEGIN TRANSACTION;
CREATE TABLE action (
	assessment_id INTEGER NOT NULL,
	recommendation VARCHAR NOT NULL,
	owner TEXT NOT NULL,
	due DATE,
	state VARCHAR NOT NULL,
	reason TEXT NOT NULL,
	carried_from TEXT NOT NULL,
	changed_at DATETIME NOT NULL,
	CONSTRAINT pk_action PRIMARY KEY (assessment_id, recommendation),
	CONSTRAINT fk_action_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);
INSERT INTO "action" VALUES(1,'write','Head of HR','2026-12-01','under-way','','','2026-11-20 09:03:00.000000');
INSERT INTO "action" VALUES(1,'vote','',NULL,'not-started','No money','Earlier','2026-11-20 09:03:00.000000');
INSERT INTO "action" VALUES(1,'plan','Head of law','2026-11-02','done','','','2026-11-20 09:03:00.000000');
INSERT INTO "action" VALUES(2,'plan','Head of law','2026-11-02','done','','','2026-11-20 09:09:00.000000');
INSERT INTO "action" VALUES(2,'vote','',NULL,'not-started','No money','Earlier','2026-11-20 09:09:00.000000');
INSERT INTO "action" VALUES(2,'write','Head of HR','2026-12-01','under-way','','','2026-11-20 09:09:00.000000');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE answer (
	assessment_id INTEGER NOT NULL,
	question VARCHAR NOT NULL,
	option VARCHAR,
	dont_know BOOLEAN NOT NULL,
	does_not_apply TEXT NOT NULL,
	note TEXT NOT NULL,
	evidence TEXT NOT NULL,
	"by" TEXT NOT NULL,
	changed_at DATETIME NOT NULL,
	CONSTRAINT pk_answer PRIMARY KEY (assessment_id, question),
	CONSTRAINT fk_answer_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);
INSERT INTO "answer" VALUES(1,'told','yes',0,'','It’s agreed;
''quoted'' 𝄞','https://example.org/a?b=c','Head of HR','2026-11-20 09:03:00.000000');
INSERT INTO "answer" VALUES(1,'list',NULL,1,'','','','','2026-11-20 09:03:00.000000');
INSERT INTO "answer" VALUES(1,'ballot',NULL,0,'No one would move.','','','','2026-11-20 09:03:00.000000');
INSERT INTO "answer" VALUES(1,'costs',NULL,0,'','Only a note','','','2026-11-20 09:03:00.000000');
INSERT INTO "answer" VALUES(2,'ballot',NULL,0,'No one would move.','','','','2026-11-20 09:09:00.000000');
INSERT INTO "answer" VALUES(2,'costs',NULL,0,'','Only a note','','','2026-11-20 09:09:00.000000');
INSERT INTO "answer" VALUES(2,'list',NULL,1,'','','','','2026-11-20 09:09:00.000000');
INSERT INTO "answer" VALUES(2,'told','no',0,'','','','','2026-11-20 09:11:00.000000');
CREATE TABLE assessment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	service_id INTEGER NOT NULL,
	rulebook_id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	profile JSON NOT NULL,
	created_at DATETIME NOT NULL,
	changed_at DATETIME NOT NULL, revision INTEGER DEFAULT '0' NOT NULL, worked_out VARCHAR,
	CONSTRAINT fk_assessment_service_id FOREIGN KEY(service_id) REFERENCES service (id),
	CONSTRAINT fk_assessment_rulebook_id FOREIGN KEY(rulebook_id) REFERENCES rulebook (id)
);
INSERT INTO "assessment" VALUES(1,1,1,'First','{"stage": "idea", "nation": "wales", "members": 12}','2026-11-20 09:03:00.000000','2026-11-20 09:16:00.000000',3,'build of 0.1');
INSERT INTO "assessment" VALUES(2,1,2,'Copy of First','{"stage": "idea", "nation": "wales", "members": 12}','2026-11-20 09:09:00.000000','2026-11-20 09:11:00.000000',2,NULL);
INSERT INTO "assessment" VALUES(4,2,2,'Ŵ name','{}','2026-11-20 09:13:00.000000','2026-11-20 09:13:00.000000',0,NULL);
CREATE TABLE draft (
	assessment_id INTEGER NOT NULL,
	page VARCHAR NOT NULL,
	typed JSON NOT NULL,
	changed_at DATETIME NOT NULL,
	CONSTRAINT pk_draft PRIMARY KEY (assessment_id, page),
	CONSTRAINT fk_draft_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);
INSERT INTO "draft" VALUES(1,'told','{"answer": "no", "note": "half\u0007\u2019", "seen": "5d2e5e4e31505865"}','2026-11-20 09:14:00.000000');
INSERT INTO "draft" VALUES(1,'','{"members": "many", "seen": "d4f502cef6d64efa"}','2026-11-20 09:15:00.000000');
INSERT INTO "draft" VALUES(1,'plan:write','{"owner": "", "seen": "88ede3b1e609b309"}','2026-11-20 09:16:00.000000');
CREATE TABLE overview (
	assessment_id INTEGER NOT NULL,
	stage VARCHAR NOT NULL,
	stage_says VARCHAR NOT NULL,
	stage_place INTEGER NOT NULL,
	evidenced INTEGER NOT NULL,
	possible INTEGER NOT NULL,
	band VARCHAR NOT NULL,
	band_says VARCHAR NOT NULL,
	band_place INTEGER NOT NULL,
	blockers INTEGER NOT NULL,
	possible_blockers INTEGER NOT NULL,
	asked INTEGER NOT NULL,
	answered INTEGER NOT NULL,
	CONSTRAINT pk_overview PRIMARY KEY (assessment_id),
	CONSTRAINT fk_overview_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);
INSERT INTO "overview" VALUES(1,'idea','An idea',0,40,60,'low','Low',0,1,2,4,3);
CREATE TABLE overview_section (
	assessment_id INTEGER NOT NULL,
	section VARCHAR NOT NULL,
	evidenced INTEGER NOT NULL,
	possible INTEGER NOT NULL,
	CONSTRAINT pk_overview_section PRIMARY KEY (assessment_id, section),
	CONSTRAINT fk_overview_section_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON DELETE CASCADE
);
INSERT INTO "overview_section" VALUES(1,'pensions',40,60);
INSERT INTO "overview_section" VALUES(1,'staff',-1,-1);
CREATE TABLE publication (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	rulebook_id INTEGER NOT NULL,
	published_at DATETIME NOT NULL,
	"by" TEXT NOT NULL,
	why TEXT NOT NULL,
	replaces JSON NOT NULL,
	written_at DATETIME,
	CONSTRAINT fk_publication_rulebook_id FOREIGN KEY(rulebook_id) REFERENCES rulebook (id),
	CONSTRAINT uq_publication_rulebook_id UNIQUE (rulebook_id)
);
INSERT INTO "publication" VALUES(1,1,'2026-11-20 09:01:00.000000','Anna','The first version','["", ""]','2026-11-20 09:02:00.000000');
INSERT INTO "publication" VALUES(2,2,'2026-11-20 09:05:00.000000','Ben','Why it’s new','["cc", "dd"]','2026-11-20 09:06:00.000000');
CREATE TABLE rulebook (
	id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	hash VARCHAR NOT NULL,
	readiness BLOB NOT NULL,
	evidence BLOB NOT NULL,
	kept_at DATETIME NOT NULL,
	CONSTRAINT pk_rulebook PRIMARY KEY (id),
	CONSTRAINT uq_rulebook_name UNIQUE (name, version)
);
INSERT INTO "rulebook" VALUES(1,'small','1.0.0','aa',X'72756C657320312E302E302000FF',X'65766964656E636520312E302E30','2026-11-20 09:01:00.000000');
INSERT INTO "rulebook" VALUES(2,'small','1.0.1','bb',X'72756C657320312E302E31',X'65766964656E636520312E302E31','2026-11-20 09:05:00.000000');
CREATE TABLE rules_draft (
	id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	readiness BLOB,
	evidence BLOB,
	begun_from INTEGER,
	changed_at DATETIME,
	disk_seen VARCHAR NOT NULL,
	disk_taken BOOLEAN NOT NULL, whole BOOLEAN DEFAULT '0' NOT NULL, earlier_readiness BLOB, earlier_evidence BLOB, earlier_begun_from INTEGER CONSTRAINT fk_rules_draft_earlier_begun_from REFERENCES publication (id), earlier_changed_at DATETIME,
	CONSTRAINT pk_rules_draft PRIMARY KEY (id),
	CONSTRAINT fk_rules_draft_begun_from FOREIGN KEY(begun_from) REFERENCES publication (id)
);
INSERT INTO "rules_draft" VALUES(1,4,X'6E657874206472616674',X'65766964656E6365',2,'2026-11-20 09:08:00.000000','ee',1,0,X'6472616674',X'65766964656E6365',2,'2026-11-20 09:07:00.000000');
CREATE TABLE service (
	id INTEGER NOT NULL,
	council VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	created_at DATETIME NOT NULL, "key" VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_service PRIMARY KEY (id)
);
INSERT INTO "service" VALUES(1,'Borough of Sample','Libraries','2026-11-20 09:03:00.000000','borough of sample
libraries');
INSERT INTO "service" VALUES(2,'Cyngor Ŵ','Parks & paths','2026-11-20 09:13:00.000000','cyngor ŵ
parks & paths');
CREATE INDEX ix_assessment_service_id ON assessment (service_id);
CREATE INDEX ix_assessment_rulebook_id ON assessment (rulebook_id);
CREATE INDEX ix_service_key ON service ("key");
CREATE INDEX ix_assessment_worked_out ON assessment (worked_out);
CREATE INDEX ix_assessment_changed_at ON assessment (changed_at);
CREATE INDEX ix_overview_evidenced ON overview (evidenced);
CREATE INDEX ix_overview_possible ON overview (possible);
CREATE INDEX ix_overview_band_place ON overview (band_place, evidenced);
CREATE INDEX ix_overview_blockers ON overview (blockers);
CREATE INDEX ix_overview_stage_place ON overview (stage_place);
CREATE INDEX ix_overview_section_section ON overview_section (section, evidenced, assessment_id);
CREATE INDEX ix_assessment_name ON assessment (name, service_id);
CREATE INDEX ix_service_council ON service (council);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('publication',2);
INSERT INTO "sqlite_sequence" VALUES('assessment',4);
COMMIT;
