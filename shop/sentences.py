"""Mark sentences for translation, in rooms that say something but do not translate."""


def marked(sentence: str) -> str:
    """Mark a sentence for translation; it is translated where it is shown."""
    return sentence
