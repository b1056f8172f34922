"""A quote in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.core_api.jobs import Quote
from ui.figures import duration, number
from ui.stage_words import stage_word

MOST_STAGES = 8


def quote_text(quote: Quote) -> str:
    """How long, how sure, what it counts, and where the time goes."""
    translate = QCoreApplication.translate
    if not quote.units and not quote.unprobed:
        return translate(
            "Quote", "Nothing is left to do: all {count} units of these stages are done already."
        ).format(count=number(quote.done_units))
    lines = [
        translate("Quote", "About {likely} (between {low} and {high})").format(
            likely=duration(quote.likely), low=duration(quote.low), high=duration(quote.high)
        ),
        "",
        translate("Quote", "{units} units to do, {done} done already").format(
            units=number(quote.units), done=number(quote.done_units)
        ),
        translate("Quote", "Items: {items}; film and sound: {time}").format(
            items=number(quote.items), time=duration(quote.media_seconds)
        ),
    ]
    if quote.unprobed:
        lines.append(
            translate(
                "Quote", "{count} of them were not looked into; they are taken to be like the others"
            ).format(count=number(quote.unprobed))
        )
    if quote.unreadable:
        lines.append(translate("Quote", "{count} cannot be read").format(count=number(quote.unreadable)))
    lines += [
        translate("Quote", "Workers: {workers}; device: {device}").format(
            workers=quote.workers, device=quote.device
        ),
        translate("Quote", "Rates measured on this device in earlier analyses")
        if quote.measured
        else translate("Quote", "Rates as shipped; not measured on this device yet, so it may differ"),
    ]
    dear = sorted(quote.stages, key=lambda s: -s.seconds)
    if dear:
        lines += ["", translate("Quote", "Where the time goes:")]
        lines += [
            f"{stage_word(s.stage)}: {duration(s.seconds)} ({number(s.units)})" for s in dear[:MOST_STAGES]
        ]
    if len(dear) > MOST_STAGES:
        lines.append(translate("Quote", "and {count} stages more").format(count=len(dear) - MOST_STAGES))
    return "\n".join(lines)
