"""How hard a text is to read: the age of the Flesch-Kincaid grade, and the length of sentences."""

import re

_REFERENCE = re.compile(r"\s*\{[a-z0-9-]+\}")
_ABBREVIATED = re.compile(r"\b(s|ss|v)\.\s?(?=[0-9(A-Z])")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z£0-9\"])")
_WORD = re.compile(r"[A-Za-z0-9£%][A-Za-z0-9£%',.-]*")
_SILENT_END = re.compile(r"[^laeiouy]es$|[^tdaeiouy]ed$|[^laeiouy]e$")
_VOWELS = re.compile(r"[aeiouy]{1,2}")
SHORT_WORD = 3
"""Words of up to this many letters have one syllable."""
AGE_OF_GRADE_0 = 5


def split_sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences; references to claims are left out."""
    plain = _ABBREVIATED.sub(r"\1 ", _REFERENCE.sub("", text)).strip()
    return tuple(part for part in _SENTENCE_END.split(plain) if part)


def split_words(text: str) -> tuple[str, ...]:
    """Split a text into words."""
    return tuple(_WORD.findall(text))


def count_syllables(word: str) -> int:
    """Count the syllables of a word, as a rule of thumb; a number counts as one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= SHORT_WORD or any(character.isdigit() for character in word):
        return 1
    spoken = _SILENT_END.sub(lambda match: match[0][0], letters).removeprefix("y")
    return max(1, len(_VOWELS.findall(spoken)))


def estimate_reading_age(text: str) -> float:
    """Return the reading age: the Flesch-Kincaid grade and five years."""
    sentences = split_sentences(text)
    words = [word for sentence in sentences for word in split_words(sentence)]
    syllables = sum(map(count_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return grade + AGE_OF_GRADE_0


def find_longest_sentence(text: str) -> int:
    """Return the number of words in the longest sentence."""
    return max(len(split_words(sentence)) for sentence in split_sentences(text))
