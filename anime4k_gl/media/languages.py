"""Language tags: those of BCP 47, such as ``pt-BR``, and the three letters that containers hold."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,10}")

# ISO 639-1 and, after each, ISO 639-2; of its two kinds the one that media files use.
_LETTERS = (
    "aa aar ab abk ae ave af afr ak aka am amh an arg ar ara as asm av ava ay aym az aze ba bak"
    " be bel bg bul bh bih bi bis bm bam bn ben bo tib br bre bs bos ca cat ce che ch cha co cos"
    " cr cre cs cze cu chu cv chv cy wel da dan de ger dv div dz dzo ee ewe el gre en eng eo epo"
    " es spa et est eu baq fa per ff ful fi fin fj fij fo fao fr fre fy fry ga gle gd gla gl glg"
    " gn grn gu guj gv glv ha hau he heb hi hin ho hmo hr hrv ht hat hu hun hy arm hz her ia ina"
    " id ind ie ile ig ibo ii iii ik ipk io ido is ice it ita iu iku ja jpn jv jav ka geo kg kon"
    " ki kik kj kua kk kaz kl kal km khm kn kan ko kor kr kau ks kas ku kur kv kom kw cor ky kir"
    " la lat lb ltz lg lug li lim ln lin lo lao lt lit lu lub lv lav mg mlg mh mah mi mao mk mac"
    " ml mal mn mon mr mar ms may mt mlt my bur na nau nb nob nd nde ne nep ng ndo nl dut nn nno"
    " no nor nr nbl nv nav ny nya oc oci oj oji om orm or ori os oss pa pan pi pli pl pol ps pus"
    " pt por qu que rm roh rn run ro rum ru rus rw kin sa san sc srd sd snd se sme sg sag si sin"
    " sk slo sl slv sm smo sn sna so som sq alb sr srp ss ssw st sot su sun sv swe sw swa ta tam"
    " te tel tg tgk th tha ti tir tk tuk tl tgl tn tsn to ton tr tur ts tso tt tat tw twi ty tah"
    " ug uig uk ukr ur urd uz uzb ve ven vi vie vo vol wa wln wo wol xh xho yi yid yo yor za zha"
    " zh chi zu zul"
)
_LONG = dict(zip(_LETTERS.split()[::2], _LETTERS.split()[1::2], strict=True))
_SHORT = {
    **{long: short for short, long in _LONG.items()},
    # The other kind of ISO 639-2, where it is another one.
    "sqi": "sq", "hye": "hy", "eus": "eu", "mya": "my", "zho": "zh", "ces": "cs", "nld": "nl",
    "fra": "fr", "kat": "ka", "deu": "de", "ell": "el", "isl": "is", "mkd": "mk", "msa": "ms",
    "mri": "mi", "fas": "fa", "ron": "ro", "slk": "sk", "bod": "bo", "cym": "cy",
}  # fmt: skip


def is_language_tag(tag: str) -> bool:
    """Return whether a text has the form of a BCP 47 tag."""
    return bool(_TAG.fullmatch(tag))


def three_letters(tag: str) -> str:
    """Return the three letters for a BCP 47 tag's language; empty where there are none."""
    language = tag.partition("-")[0].lower()
    return language if len(language) == 3 else _LONG.get(language, "")


def says_more(tag: str) -> bool:
    """Return whether a BCP 47 tag says more than three letters can: a region, a script."""
    return "-" in tag or not three_letters(tag)


def two_letters(tag: str) -> str:
    """Return the two letters for a tag's language, or what it has where there are none.

    ``jpn``, ``ja`` and ``ja-JP`` are all ``ja``.
    """
    language = tag.replace("_", "-").partition("-")[0].lower()
    return _SHORT.get(language, language)
