"""Files, folders and JSON Lines as the reader hands them on."""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.readers import FORMATS, Fields, ReadDocument, ReadError, ReadOptions, read
from newsparse.readers import lines as line_reader
from newsparse.readers import text as text_reader
from newsparse.readers.fields import ALIASES
from newsparse.readers.jsonl import read_jsonl
from newsparse.readers.sniff import looks_like
from newsparse.readers.stream import Stream

if TYPE_CHECKING:
    from pathlib import Path
from types import SimpleNamespace

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def documents(found: list[ReadDocument | ReadError]) -> list[ReadDocument]:
    assert not [each for each in found if isinstance(each, ReadError)]
    return cast("list[ReadDocument]", found)


def errors(found: list[ReadDocument | ReadError]) -> list[tuple[str, int | None, str]]:
    return [
        (each.source, each.record, each.message) for each in found if isinstance(each, ReadError)
    ]


def lines(content: bytes, **fields: str) -> list[ReadDocument | ReadError]:
    return records(content, ReadOptions(fields=Fields(**fields)))


def records(content: bytes, options: ReadOptions) -> list[ReadDocument | ReadError]:
    pendings = read_jsonl(Stream(io.BytesIO(content)), "d.jsonl", options)
    items = (pending(position) for position, pending in enumerate(pendings))
    return [item for item in items if item is not None]


def line(**record: Any) -> bytes:
    return json.dumps(record).encode() + b"\n"


# ---- files and folders


def test_a_text_file_is_one_document_of_its_very_bytes(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes("Grüße\r\n\r\nzwei\x85".encode("latin-1"))
    [found] = documents(list(read([page])))
    assert (found.source, found.record) == (str(page), None)
    assert (found.document.content, found.document.id) == (page.read_bytes(), str(page))


def test_a_folder_is_read_in_order_with_its_subfolders_and_without_hidden_files(
    tmp_path: Path,
) -> None:
    for name in ("b.txt", "a/z.TXT", "a/b/plain", "c.text", ".hidden.txt", ".git/x", "i.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "d.jsonl").write_bytes(line(text="one") + line(text="two"))
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    found = documents(list(read([tmp_path])))
    names = [each.source.removeprefix(f"{tmp_path}/") for each in found]
    assert names == ["a/b/plain", "a/z.TXT", "b.txt", "c.text", "d.jsonl", "d.jsonl"]


def test_sources_are_named_as_the_folder_was_without_dots_and_slashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.txt").write_text("page")
    monkeypatch.chdir(tmp_path)
    found = [each.source for each in documents(list(read([".", "./a/", "a//", f"{tmp_path}/./a"])))]
    assert found == ["a/b.txt", "a/b.txt", "a/b.txt", f"{tmp_path}/a/b.txt"]


def test_a_named_format_reads_only_its_own_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("page")
    (tmp_path / "b.ndjson").write_bytes(line(text="one"))
    [found] = documents(list(read([tmp_path], ReadOptions("jsonl"))))
    assert found.source == str(tmp_path / "b.ndjson")


def test_a_named_file_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("page")
    (tmp_path / "records.dat").write_bytes(line(text="one"))
    assert documents(list(read([tmp_path / "page.md"])))[0].document.content == b"page"
    [record] = documents(list(read([tmp_path / "records.dat"], ReadOptions("jsonl"))))
    assert record.document.content == "one"


def test_the_end_of_a_source_is_asked_for_once() -> None:
    parts = [b"", b"Mill burns."]  # the last first: one more call is an error
    stream = Stream(SimpleNamespace(read=lambda _size: parts.pop()))
    assert [stream.peek(100), stream.peek(1000)] == [b"Mill burns."] * 2
    assert [stream.read(), stream.read(), stream.peek(9)] == [b"Mill burns.", b"", b""]


def test_what_cannot_be_opened_is_an_error_and_the_rest_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("page")
    (tmp_path / "empty").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    found = list(read([tmp_path / "missing", tmp_path / "empty", "x" * 300, tmp_path]))
    assert [(name, message) for name, _, message in errors(found)] == [
        (str(tmp_path / "missing"), "No such file or directory"),
        (
            str(tmp_path / "empty"),
            "no file with a known suffix in this folder: name files, or a pattern such as *.dat",
        ),
        ("x" * 300, "File name too long"),
        (str(tmp_path / "gone.txt"), "No such file or directory"),
    ]
    assert [each.source for each in found if isinstance(each, ReadDocument)] == [str(page)]


def test_what_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("page")
    (tmp_path / "file.txt").chmod(0)
    (tmp_path / "folder").mkdir(mode=0)
    if os.access(tmp_path / "file.txt", os.R_OK):
        pytest.skip("this user may read everything")
    assert [message for _, _, message in errors(list(read([tmp_path])))] == [
        "Permission denied",
        "Permission denied",
    ]
    (tmp_path / "folder").chmod(0o700)


def test_a_stream_that_breaks_off_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() == len(self.getvalue()):
                raise OSError(5, "Input/output error")
            return super().read(size)

    monkeypatch.setattr(
        "newsparse.readers.opening._file", lambda _name: Broken(line(text="one") * 9000 + b'{"te')
    )
    found = list(read([tmp_path / "a.jsonl"]))
    assert errors(found)[-1] == (str(tmp_path / "a.jsonl"), None, "Input/output error")
    assert len(found) >= 9000


def test_an_unknown_format_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="unknown format 'docx'"):
        list(read([], ReadOptions("docx")))


def test_no_suffix_belongs_to_two_formats() -> None:
    suffixes = [suffix for each in FORMATS for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))


# ---- binary files


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "a PNG image"),
        (b"%PDF-1.4\n%\xe2\xe3", "a PDF document"),
        (b"7z\xbc\xaf\x27\x1crest", "a 7z archive"),
        (b"\x7fELF\x02\x01", "an ELF program"),
        (bytes(1000), "binary data (1000 control characters in the first 1000 bytes)"),
        (
            "The mill burns. ".encode("utf-16-le") * 40,
            "UTF-16 without a byte order mark (its encoding must be declared)",
        ),
    ],
)
def test_a_binary_file_is_one_error_that_says_what_it_is(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    for name, of in (("x.txt", "text"), ("x.jsonl", "JSON lines")):
        (tmp_path / name).write_bytes(content)
        assert errors(list(read([tmp_path / name]))) == [
            (str(tmp_path / name), None, f"looks like {kind}, not like {of}")
        ]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", None),
        (b"a\0b", None),
        (b"page " * 100 + b"\0\0" + b" end", None),
        (("Straße" * 50).encode("utf-16"), None),
        (("Straße" * 50).encode("utf-16-le"), "utf-16-le"),
        (("新聞ニュース" * 50).encode("utf-32"), None),
        (("新聞ニュース" * 50).encode("iso2022_jp"), None),
        (("新聞ニュース" * 50).encode("big5", "replace"), None),
    ],
)
def test_text_in_any_charset_is_not_binary(content: bytes, encoding: str | None) -> None:
    assert looks_like(content, encoding) is None


def test_a_file_too_long_for_a_page_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_reader, "MAX_BYTES", 1 << 20)
    (tmp_path / "a.txt").write_bytes(b"page " * 300_000)
    assert errors(list(read([tmp_path / "a.txt"]))) == [
        (str(tmp_path / "a.txt"), None, "more than 1 MiB: too long for one page")
    ]


# ---- JSON Lines


def test_a_record_says_what_it_knows() -> None:
    [found] = documents(
        lines(
            line(
                uuid=17,
                requested_url="https://news.example/a",
                title="Mill burns",
                date_publish="2021-09-13 10:00:00",
                maintext="Page",
                lang="en",
            )
        )
    )
    page = found.document
    assert (page.content, page.id, page.url) == ("Page", "17", "https://news.example/a")
    assert (page.title, page.published, page.language) == (
        "Mill burns",
        "2021-09-13T10:00:00",
        "en",
    )


def test_a_record_without_id_is_named_by_its_line() -> None:
    found = documents(lines(b"\n" + line(text="one") + b" \r\n" + line(text="two")))
    assert [(each.record, each.document.id) for each in found] == [
        (2, "d.jsonl:2"),
        (4, "d.jsonl:4"),
    ]


def test_named_fields_win_and_values_of_other_kinds_are_passed_over() -> None:
    record = line(text="no", page="yes", id="no", key=True, url=["x"], title=None, headline="T")
    [found] = documents(lines(record, text="page", id="key"))
    page = found.document
    assert (page.content, page.id, page.url, page.title) == ("yes", "d.jsonl:1", None, "T")


def test_the_first_name_that_holds_text_is_the_text() -> None:
    [found] = documents(lines(line(text=None, content="page", body="no")))
    assert found.document.content == "page"


MARKUP = "<html><p>Mill burns"


@pytest.mark.parametrize(
    ("record", "content", "html"),
    [
        ({"text": "", "html": MARKUP}, MARKUP, True),
        ({"maintext": " \n", "raw_html": MARKUP}, MARKUP, True),
        ({"text": "", "content": "page", "html": MARKUP}, "page", False),
        ({"text": " ", "html": ""}, " ", False),
        ({"text": None, "html": ""}, "", True),
        ({"text": "", "html": 5}, "", False),
    ],
)
def test_a_blank_value_does_not_hide_a_page(
    record: dict[str, object], content: str, html: bool
) -> None:
    [found] = documents(lines(line(**record)))
    assert (found.document.content, found.document.html) == (content, html)


KEYS = " or ".join(ALIASES["text"] + ALIASES["html"])
BAD_LINES = [
    (b'{"text": "a', "not valid JSON: Unterminated string starting at (column 10)"),
    (b"plain words", "not valid JSON: Expecting value (column 1)"),
    (b"[1]", "not a JSON object but an array"),
    (b"null", "not a JSON object but null"),
    (b"17", "not a JSON object but a number"),
    (b'{"text": "\xff"}', "not valid UTF-8 at byte 11"),
    (b'{"text": 5}', 'field "text" holds a number, not text'),
    (b'{"titel": "x", "inhalt": "y"}', f'no field {KEYS}; fields seen: "titel", "inhalt"'),
    (b"{}", f"no field {KEYS}; fields seen: none"),
]


@pytest.mark.parametrize(("bad", "message"), BAD_LINES)
def test_an_unreadable_record_is_one_error_and_the_others_are_read(
    bad: bytes, message: str
) -> None:
    found = lines(line(text="one") + bad + b"\n" + line(text="three"))
    assert errors(found) == [("d.jsonl", 2, message)]
    assert [each.document.content for each in found if isinstance(each, ReadDocument)] == [
        "one",
        "three",
    ]


def test_hostile_json_is_one_error() -> None:
    deep, long = b"[" * 100_000, b'{"text": "a", "n": ' + b"9" * 10_000 + b"}"
    found = lines(deep + b"\n" + long + b"\n" + line(text="three"))
    assert [number for _, number, _ in errors(found)] == [1, 2]
    assert isinstance(found[2], ReadDocument)


def test_a_missing_named_field_lists_the_fields_there_are() -> None:
    keys = {f"key{number}": 1 for number in range(20)}
    [(_, _, message)] = errors(lines(line(**keys), text="page"))
    assert message.startswith('no field "page"; fields seen: "key0", "key1"')
    assert message.endswith('"key11" and 8 more')


def test_long_records_without_a_page_are_one_error_too() -> None:
    found = errors(lines(line(seite=MARKUP + "x" * 200_000) * 60))
    assert [number for _, number, _ in found] == [None]
    assert found[0][2].endswith('; fields seen: "seite"')


def test_a_first_record_without_a_page_does_not_refuse_the_long_ones_behind_it() -> None:
    found = lines(line(status=404) + line(html=MARKUP + "x" * 200_000) * 3)
    assert [number for _, number, _ in errors(found)] == [1]
    assert len(found) == 4


def test_lines_end_at_line_feeds_only() -> None:
    text = "a\u2028b\u2029c\x85d\x1ce\vf"
    content = json.dumps({"text": text}, ensure_ascii=False).encode()
    found = documents(lines(content + b"\r\n" + content))
    assert [each.document.content for each in found] == [text, text]


def test_byte_order_marks_are_passed_over() -> None:
    found = documents(
        lines(b"\xef\xbb\xbf" + line(text="one") + b"\xef\xbb\xbf" + line(text="two"))
    )
    assert [each.document.content for each in found] == ["one", "two"]


def test_lone_surrogates_are_text() -> None:
    content = rb'{"text": "\ud800 \udc00\ud83d\ude00"}' + b"\n" + b'{"text": "\xed\xa0\x80"}'
    one, two = documents(lines(content))
    assert (one.document.content, two.document.content) == ("\ud800 \udc00😀", "\ud800")


def test_surrogates_written_as_two_characters_are_one() -> None:
    [found] = documents(lines(b'{"text": "\xed\xa0\xbd\xed\xb8\x80"}'))  # CESU-8
    assert found.document.content == "😀"


def test_records_in_a_declared_charset() -> None:
    content = '{"text": "Grüße"}'.encode("cp1252")
    [found] = documents(records(content, ReadOptions(encoding="cp1252")))
    assert found.document.content == "Grüße"


@pytest.mark.parametrize(("encoding", "declared"), [("utf-16", None), ("utf-16-le", "utf-16-le")])
def test_records_in_utf_16_are_one_error(encoding: str, declared: str | None) -> None:
    content = '{"text": "a"}\n{"text": "b"}\n'.encode(encoding)
    [error] = errors(records(content, ReadOptions(encoding=declared)))
    assert error[1] is None
    assert "cannot be told apart: convert the file to UTF-8" in error[2]


def test_a_line_too_long_to_hold_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reader, "MAX_BYTES", 1 << 20)
    found = lines(b"x" * (3 << 20) + b"\n" + line(text="two") + b"y" * (1 << 21))
    assert errors(found) == [
        ("d.jsonl", 1, "line is longer than 1 MiB"),
        ("d.jsonl", 3, "line is longer than 1 MiB"),
    ]
    assert isinstance(found[1], ReadDocument)


def test_a_dump_is_not_read_ahead() -> None:
    file = io.BytesIO(line(text="page " * 200) * 10_000)
    found = read_jsonl(Stream(file), "d", ReadOptions())
    next(found)
    next(found)
    assert file.tell() < 1 << 20


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(content: bytes) -> None:
    for each in lines(content):
        assert isinstance(each, ReadDocument | ReadError)


@given(st.text(st.characters(), max_size=60))
def test_text_comes_out_as_it_was_written(text: str) -> None:
    [found] = documents(lines(line(text=text)))
    assert found.document.content == json.loads(json.dumps(text))
