"""The text of a scenario's file, from the entries that it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from keiretsu.simulation.scenarios.reading import RESOLVERS

WIDTH = 100
LONG = 80  # signs; longer text is folded over lines


class _Inline(dict[str, Any]):
    """A mapping that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes what the reader of scenarios reads: days and words such as ``off`` without quotation marks."""

    yaml_implicit_resolvers = RESOLVERS

    def ignore_aliases(self, data: object) -> bool:
        """Write what is held twice twice: the reader refuses aliases."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        """Indent lists, as people do."""
        del indentless
        super().increase_indent(flow, False)  # noqa: FBT003


def scenario_text(entries: Mapping[str, Any]) -> str:
    """Return entries as the text of a scenario's file, in their order; valid or not.

    Examples
    --------
    >>> print(scenario_text({"name": "stop", "main": {"outcome": "cash", "of": {"kind": "lab"}}}), end="")
    name: stop
    main:
      outcome: cash
      of: {kind: lab}
    """
    return yaml.dump(
        {key: _laid(value, 1) for key, value in entries.items()},
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=WIDTH,
    )


def has_comments(text: str) -> bool:
    """Tell whether a file has comments, which are no part of its entries.

    Examples
    --------
    >>> has_comments("name: stop  # for now"), has_comments("name: 'stop # 1'")
    (True, False)
    """
    end = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if "#" in text[end : token.start_mark.index]:
            return True
        end = max(end, token.end_mark.index)
    return "#" in text[end:]


def _laid(value: object, depth: int) -> object:
    """Write what an action's key holds on one line, and what is above it on lines of their own."""
    if isinstance(value, Mapping):
        inner = {key: _laid(each, depth + 1) for key, each in value.items()}
        return _Inline(inner) if depth > 1 and all(_is_scalar(each) for each in inner.values()) else inner
    if isinstance(value, list | tuple):
        return [_laid(each, depth) for each in value]
    return value


def _is_scalar(value: object) -> bool:
    return not isinstance(value, Mapping | list | tuple)


def _inline(dumper: _Dumper, data: _Inline) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


def _text(dumper: _Dumper, data: str) -> yaml.Node:
    style = ">" if len(data) > LONG else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(_Inline, _inline)
_Dumper.add_representer(str, _text)
