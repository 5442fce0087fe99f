"""Keep services, their assessments and every rulebook that was used: the only package that speaks to a database."""
