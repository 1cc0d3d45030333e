"""Whether a text asks or lectures: the rule of a clinic's first round. Pure: texts in, an answer out.

It looks at how sentences end and at the turns with which advice is given. It is no judge: it stops what is plainly a lecture, and lets pass
what it cannot tell.
"""

import re
from collections.abc import Iterator

_QUOTED_LINE = re.compile(r"^[ 　]*[>＞].*$", re.MULTILINE)
#: What people say or said is not what the writer says.
_SPOKEN = re.compile(r"「[^「」]*」|『[^『』]*』")
_SENTENCE = re.compile(r"[^。!?！？\n]+[。!?！？]*")
_ASKS = re.compile(
    r"(?:[?？]|(?:です|ます|でした|ました|でしょう|ません|だろう|の|う)か[。\s]*)$"
    r"|(?:何|なに|ど[うこのんれ]|どなた|誰|だれ|いつ|なぜ|いくつ).{0,80}でしょう[。\s]*$"
    r"|(?:教え|聞かせ|聴かせ|お聞かせ)て?(?:ください|下さい|いただけ)"
)
#: Advice, said straight; in a question these words may be the other's (「どうすべきだと思いますか」).
_ADVISES = re.compile(
    r"べき(?:で|だ|かと|と思)|べき[。!！]*$"
    r"|(?:ほう|方)が(?:い|よ|良)い(?:です|と思|かも|[。!！]|$)"
    r"|しましょう|(?:て|で)みましょう|なければ(?:な[らり]|いけ)|(?:必要|大事|重要|大切)(?:です|だと思|があり)"
    r"|(?:て|で)(?:ください|下さい)[。!！]*$|を(?:お勧め|おすすめ|お薦め)"
)
#: Advice dressed as a question.
_ADVISES_ASKING = re.compile(r"(?:て|で)(?:み)?(?:ては|たら)(?:どう|いかが)|(?:ほう|方)が(?:い|よ|良)い(?:の?では|でしょう)")


def asks_something(text: str) -> bool:
    """Whether a sentence of the writer's own asks. Quoted lines are somebody else's."""
    return any(_ASKS.search(sentence) for sentence in _own_sentences(text))


def advice_in(text: str) -> str:
    """The first sentence that advises, as typed; "" where there is none. What stands in quotation marks is not looked at."""
    for sentence in _own_sentences(text):
        words = _SPOKEN.sub("「」", sentence)
        if _ADVISES_ASKING.search(words) or (_ADVISES.search(words) and not _ASKS.search(words)):
            return sentence
    return ""


def _own_sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.findall(_QUOTED_LINE.sub("", text)):
        if sentence.strip():
            yield sentence.strip()
