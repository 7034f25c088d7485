"""Which percentages a sentence does not say to have been measured."""

import re
from dataclasses import replace

from lab1report.own_words.percentages.mentions import Reading
from lab1report.own_words.percentages.speech import Speech, found, has


def is_supposed(reading: Reading, speech: Speech) -> bool:
    """Whether the claim is what somebody expected, or of something that was not done.

    The word for that stands in what the sentence says of this claim alone, and of those before it
    none counts that a "but" parts from the claim. What would be is measured all the same where
    the sentence names a network or an epoch.
    """
    text, claim = reading.sentence.text, reading.claim
    before, after = text[reading.begin : claim.start], text[claim.end : reading.end]
    if clause := re.match(speech.relative_clause, text[claim.end :], re.IGNORECASE):
        after = max(after, clause[0], key=len)
    if has(speech.wished, before) or _goes_on(reading, speech):
        return True
    if turns := found(speech.turn, before):
        before = before[turns[-1].end() :]
    around = before + after
    if any(has(speech.supposed, one) for one in (before, after)) or has(speech.untried, around):
        return True
    named = [*reading.all("network"), *reading.all("state")]
    of_claim = any(reading.begin <= one.start < reading.end for one in named)
    return has(speech.would, around) and not of_claim


def _goes_on(reading: Reading, speech: Speech) -> bool:
    """Whether it stands beside a percentage that was only thought of ("80, or even 85 %")."""
    if reading.place == 0:
        return False
    former = replace(reading, place=reading.place - 1)
    between = reading.sentence.text[former.claim.end : reading.claim.start]
    return has(speech.as_well, between) and is_supposed(former, speech)
