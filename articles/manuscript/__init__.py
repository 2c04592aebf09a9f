"""A plain-text manuscript, as newspapers send their copy, and its parts. Pure.

    decoding.py   bytes become text
    blocks.py     lines become paragraphs, lists, verse
    lines.py      whom or what a line names: makers, speakers, labels, sections
    languages.py  whether it is French or English
    notices.py    what stands around an article: dates, end marks, paid lines, house notices, bios
    heads.py      what the first blocks may be: kicker, headline, standfirst
    reading.py    the head from the top, the foot from the end
    body.py       subheads, quotations, and the HTML
    result.py     the parts, and what an editor is told

The principle: what can't be told stays a paragraph, with a remark. No word is lost: what belongs to no part of an
article is in `left_out`.
"""

from articles.manuscript.decoding import MAX_BYTES, UnreadableText, decode
from articles.manuscript.lines import Signature
from articles.manuscript.reading import read
from articles.manuscript.result import Manuscript, Remark, RemarkKind

__all__ = ["MAX_BYTES", "Manuscript", "Remark", "RemarkKind", "Signature", "UnreadableText", "decode", "read"]
