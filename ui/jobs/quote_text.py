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
        return translate("Quote", "Nothing left to do: these analysis steps are complete.")
    lines = [
        translate("Quote", "About {likely} (between {low} and {high})").format(
            likely=duration(quote.likely), low=duration(quote.low), high=duration(quote.high)
        ),
        "",
        translate("Quote", "Items: {items}; film and sound: {time}").format(
            items=number(quote.items), time=duration(quote.media_seconds)
        ),
    ]
    if quote.unprobed:
        lines.append(
            translate(
                "Quote", "{count} of them were not examined; they are estimated from the others"
            ).format(count=number(quote.unprobed))
        )
    if quote.unreadable:
        lines.append(translate("Quote", "{count} cannot be read").format(count=number(quote.unreadable)))
    lines += [
        translate("Quote", "Workers: {workers}; device: {device}").format(
            workers=quote.workers, device=quote.device
        ),
        translate("Quote", "Based on earlier analyses on this device")
        if quote.measured
        else translate("Quote", "Based on default rates; not measured on this device yet"),
    ]
    dear = sorted(quote.stages, key=lambda s: -s.seconds)
    if dear:
        lines += ["", translate("Quote", "Time by analysis step:")]
        lines += [f"{stage_word(s.stage)}: {duration(s.seconds)}" for s in dear[:MOST_STAGES]]
    if len(dear) > MOST_STAGES:
        lines.append(translate("Quote", "and %n more step(s)", None, len(dear) - MOST_STAGES))
    return "\n".join(lines)
