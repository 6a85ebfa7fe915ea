"""Bytes into text: the order of the evidence, and the flags that say what was guessed or mended."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.blocks.decode import decode
from newsparse.options import Options
from newsparse.taxonomy import Flag

DEFAULT = Options()
REPAIR = Options(repair_mojibake=True)
RUSSIAN = "Порт Мурманска вновь открылся в понедельник после забастовки докеров.\n\n" * 4
JAPANESE = "函館市の古い倉庫が、若い職人たちの工房として生まれ変わった。市が発表した。\n\n" * 4
CHINESE = "成都老茶馆星期一联合开设方言课堂，首批学员逾两百人，市文化局说。\n\n" * 4
KOREAN = "부산항이 월요일 석 달 만에 다시 열렸다고 시가 밝혔다.\n\n" * 4
GREEK = "Το λιμάνι των Χανίων άνοιξε ξανά τη Δευτέρα.\n\n" * 4
ENGLISH = "The ferry sank off the coast on Monday.\n\n" * 4
FRENCH = "Prix : 5 € à l’été, « garçon » déjà vu à Besançon.\n\n" * 4
MOJIBAKE = "The mayor donâ€™t resign"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_no_text(charset: str) -> None:
    data = RUSSIAN.encode(charset)
    assert decode(data, DEFAULT) == (RUSSIAN, ())
    assert decode(data, Options(encoding="latin-1")) == (RUSSIAN, ())


@pytest.mark.parametrize(
    ("mark", "charset"), [(b"\xfe\xff", "utf-16-be"), (b"\x00\x00\xfe\xff", "utf-32-be")]
)
def test_a_big_endian_mark_is_known(mark: bytes, charset: str) -> None:
    assert decode(mark + ENGLISH.encode(charset), DEFAULT) == (ENGLISH, ())


def test_text_is_returned_as_it_is() -> None:
    assert decode("\ufeffA\r\n\tB ", DEFAULT) == ("\ufeffA\r\n\tB ", ())


@pytest.mark.parametrize(
    ("charset", "written_in"),
    [
        ("utf-8", "utf-8"),
        ("windows-1251", "cp1251"),
        ("KOI8-R", "koi8-r"),
        ("GB2312", "gb18030"),  # pages that declare GB2312 or GBK use characters of its successor
        ("gbk", "gb18030"),
    ],
)
def test_a_declared_charset_is_used(charset: str, written_in: str) -> None:
    text = CHINESE if written_in == "gb18030" else RUSSIAN
    assert decode(text.encode(written_in), Options(encoding=charset)) == (text, ())


@pytest.mark.parametrize("charset", ["latin-1", "ISO-8859-1", "ascii", "us-ascii", "windows-1252"])
def test_latin_1_means_windows_1252(charset: str) -> None:
    data = b"\x93Prix\x94 \x96 5 \x80"
    assert decode(data, Options(encoding=charset)) == ("“Prix” – 5 €", ())


def test_a_charset_that_does_not_exist_is_one_clear_error() -> None:
    for name in ("nope", "", "idna", "unicode_escape"):
        with pytest.raises(ValueError, match=f"unknown charset '{name}'"):
            Options(encoding=name)


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc-kr"),
        (GREEK, "cp1253"),
        (CHINESE, "utf-16-be"),
        pytest.param(FRENCH, "cp1252", marks=pytest.mark.xfail(reason="taken for cp1257")),
    ],
)
def test_an_undeclared_charset_is_detected_and_said(text: str, charset: str) -> None:
    assert decode(text.encode(charset), DEFAULT) == (text, (Flag.ENCODING_GUESSED,))


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN])
def test_utf_16_without_a_mark_is_detected(text: str, charset: str) -> None:
    assert decode(text.encode(charset), DEFAULT) == (text, (Flag.ENCODING_GUESSED,))


@pytest.mark.parametrize(("text", "cut"), [("un été", 1), ("中国", 1), ("中国", 2), ("hi 👋", 3)])
def test_utf_8_cut_inside_its_last_character_stays_utf_8(text: str, cut: int) -> None:
    found, flags = decode((RUSSIAN + text).encode()[:-cut], DEFAULT)
    assert found == RUSSIAN + text[:-1] + "\ufffd"
    assert flags == (Flag.ENCODING_GUESSED, Flag.UNDECODABLE)


def test_one_bad_byte_does_not_lose_a_utf_8_page() -> None:
    data = CHINESE.encode() + b"\xe4\n" + CHINESE.encode()
    assert decode(data, DEFAULT)[0] == CHINESE + "\ufffd\n" + CHINESE


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("A\ufffdB", DEFAULT),
        (b"caf\xe9", Options(encoding="utf-8")),
        (b"\x81\x8d", Options(encoding="latin-1")),
    ],
)
def test_what_could_not_be_decoded_is_said(content: str | bytes, options: Options) -> None:
    text, flags = decode(content, options)
    assert "\ufffd" in text
    assert flags == (Flag.UNDECODABLE,)


@pytest.mark.parametrize(
    "content", ["\0\1\2\3 text", b"\0" * 100, ENGLISH.replace(" ", "\0"), bytes(range(32)) * 9]
)
def test_control_characters_make_a_binary(content: str | bytes) -> None:
    assert Flag.BINARY in decode(content, DEFAULT)[1]


@pytest.mark.parametrize("content", ["", b"", ENGLISH + "\0", "\x1b[1mA\x1b[0m\f\v\t\r\n\x1c\x1f"])
def test_white_space_colours_and_a_stray_nul_make_none(content: str | bytes) -> None:
    assert decode(content, DEFAULT)[1] == ()


def test_mojibake_is_said_and_left_as_it_is() -> None:
    assert decode(MOJIBAKE, DEFAULT) == (MOJIBAKE, (Flag.MOJIBAKE,))


@pytest.mark.parametrize("content", [MOJIBAKE, MOJIBAKE.encode()])
def test_mojibake_is_repaired_when_asked_for(content: str | bytes) -> None:
    assert decode(content, REPAIR) == ("The mayor don’t resign", (Flag.MOJIBAKE_REPAIRED,))


def test_mojibake_that_cannot_be_repaired_is_said() -> None:
    assert decode("a sign: â€", REPAIR)[1] in ((Flag.MOJIBAKE,), (Flag.MOJIBAKE_REPAIRED,))


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, RUSSIAN, CHINESE, "Sílvia â € São"])
def test_sound_text_is_not_repaired(text: str) -> None:
    assert decode(text, REPAIR) == (text, ())


def test_repair_without_ftfy_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)
    with pytest.raises(ModuleNotFoundError) as error:
        decode(MOJIBAKE, REPAIR)
    assert str(error.value) == "mojibake repair needs ftfy: pip install 'newsparse[mojibake]'"
    # Nothing to repair, nothing needed.
    assert decode(ENGLISH, REPAIR) == (ENGLISH, ())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_utf_8_reads_back(text: str) -> None:
    data = b"\xef\xbb\xbf" + text.encode()
    assert decode(data, DEFAULT)[0] == text
