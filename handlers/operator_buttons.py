"""What each button of the desk does, by which operators run the shop itself."""

from handlers.buttons import (
    BROADCAST,
    BUNDLES,
    CURATED,
    DESK,
    EXPORTS,
    IMPORTS,
    MAINTENANCE,
    PANEL,
    QUALITY,
    ROUTE,
    RULES,
    SETTINGS,
    STANDING,
    SUPPLIERS,
    TEXTS,
)
from handlers.operator.broadcast import choosing as broadcast_to
from handlers.operator.broadcast import handlers as broadcast
from handlers.operator.broadcast import sending as broadcast_sent
from handlers.operator.broadcast import timing as broadcast_at
from handlers.operator.bundles import composing as bundling
from handlers.operator.bundles import sale as bundle_sale
from handlers.operator.catalogue import browsing as catalogue
from handlers.operator.catalogue import changes as catalogue_changes
from handlers.operator.catalogue import deciding, rules
from handlers.operator.catalogue import handlers as services
from handlers.operator.comparing import handlers as comparing
from handlers.operator.door import bans
from handlers.operator.door import handlers as door
from handlers.operator.exports import handlers as exports
from handlers.operator.imports import handlers as imports
from handlers.operator.live import handlers as live
from handlers.operator.maintenance import after_restore
from handlers.operator.maintenance import handlers as maintenance
from handlers.operator.panel import handlers as panel
from handlers.operator.quality import handlers as quality
from handlers.operator.routing import handlers as routing
from handlers.operator.staff import handlers as staff
from handlers.route import OPERATORS, OWNERS, Route, tap


def operator_buttons() -> tuple[Route, ...]:
    """Return the routes of the desk's buttons about the shop itself; no two take the same tap."""
    return (
        *_of_catalogue(),
        *_of_broadcasts(),
        *_of_suppliers(),
        *_of_bundles(),
        *_of_standing(),
        *_of_shop(),
    )


def _of_catalogue() -> tuple[Route, ...]:
    """What is on sale, under which names, and who delivers it instead."""
    return (
        tap(OPERATORS, DESK, "services", by=services.opened_catalogue),
        tap(OPERATORS, DESK, "resume", by=services.wished_to_resume),
        tap(OPERATORS, DESK, "resumed", by=services.resumed),
        tap(OPERATORS, CURATED, "sections", by=catalogue.opened_sections),
        tap(OPERATORS, CURATED, "section", by=catalogue.opened_section),
        tap(OPERATORS, CURATED, "category", by=catalogue.opened_category),
        tap(OPERATORS, CURATED, "list", by=catalogue.opened_list),
        tap(OPERATORS, CURATED, "service", by=catalogue.opened_service),
        tap(OPERATORS, CURATED, "hidden", by=catalogue.opened_hidden),
        tap(OPERATORS, CURATED, "find", by=catalogue.wished_to_find),
        tap(OPERATORS, CURATED, "hide", by=deciding.decided_about_service),
        tap(OPERATORS, CURATED, "show", by=deciding.decided_about_service),
        tap(OPERATORS, CURATED, "pin", by=deciding.decided_about_service),
        tap(OPERATORS, CURATED, "unpin", by=deciding.decided_about_service),
        tap(OPERATORS, CURATED, "unname", by=deciding.decided_about_service),
        tap(OPERATORS, CURATED, "unwords", by=deciding.decided_about_service),
        tap(OPERATORS, CURATED, "up", by=deciding.moved_service),
        tap(OPERATORS, CURATED, "down", by=deciding.moved_service),
        tap(OPERATORS, CURATED, "name", by=deciding.wished_name),
        tap(OPERATORS, CURATED, "words", by=deciding.wished_description),
        tap(OPERATORS, CURATED, "chide", by=deciding.decided_about_category),
        tap(OPERATORS, CURATED, "cshow", by=deciding.decided_about_category),
        tap(OPERATORS, CURATED, "cpin", by=deciding.decided_about_category),
        tap(OPERATORS, CURATED, "cunpin", by=deciding.decided_about_category),
        tap(OPERATORS, CURATED, "cunname", by=deciding.decided_about_category),
        tap(OPERATORS, CURATED, "nopicture", by=deciding.decided_about_category),
        tap(OPERATORS, CURATED, "cup", by=deciding.moved_category),
        tap(OPERATORS, CURATED, "cdown", by=deciding.moved_category),
        tap(OPERATORS, CURATED, "cname", by=deciding.wished_category_name),
        tap(OPERATORS, CURATED, "picture", by=deciding.wished_picture),
        tap(OPERATORS, CURATED, "changes", by=catalogue_changes.opened_changes),
        tap(OPERATORS, CURATED, "sync", by=catalogue_changes.opened_sync),
        tap(OPERATORS, RULES, "list", by=rules.opened_rules),
        tap(OPERATORS, RULES, "add", by=rules.wished_rule),
        tap(OPERATORS, RULES, "open", by=rules.opened_rule),
        tap(OPERATORS, RULES, "keep", by=rules.changed_rule),
        tap(OPERATORS, RULES, "on", by=rules.changed_rule),
        tap(OPERATORS, RULES, "off", by=rules.changed_rule),
        tap(OPERATORS, RULES, "remove", by=rules.changed_rule),
        tap(OPERATORS, RULES, "undo", by=rules.changed_rule),
        tap(OPERATORS, RULES, "set", by=rules.opened_set),
        tap(OPERATORS, RULES, "seton", by=rules.turned_set),
        tap(OPERATORS, RULES, "setoff", by=rules.turned_set),
        tap(OPERATORS, RULES, "hideall", by=rules.answered_question),
        tap(OPERATORS, RULES, "leave", by=rules.answered_question),
        tap(OPERATORS, ROUTE, "list", by=routing.opened_routes),
        tap(OPERATORS, ROUTE, "sureroute", by=routing.wished_route),
        tap(OPERATORS, ROUTE, "surefallback", by=routing.wished_route),
        tap(OPERATORS, ROUTE, "route", by=routing.named_route),
        tap(OPERATORS, ROUTE, "fallback", by=routing.named_route),
        tap(OPERATORS, ROUTE, "noroute", by=routing.dropped_route),
        tap(OPERATORS, ROUTE, "nofallback", by=routing.dropped_route),
        tap(OPERATORS, ROUTE, "loss", by=routing.wished_to_send_at_loss),
        tap(OPERATORS, ROUTE, "atloss", by=routing.sent_at_loss),
    )


def _of_broadcasts() -> tuple[Route, ...]:
    """Broadcasts: the message, for whom and when, and how one goes out."""
    return (
        tap(OPERATORS, DESK, "broadcast", by=broadcast.began_broadcast),
        tap(OPERATORS, BROADCAST, "send", by=broadcast.confirmed_broadcast),
        tap(OPERATORS, BROADCAST, "drop", by=broadcast.dropped_broadcast),
        tap(OPERATORS, BROADCAST, "card", by=broadcast.went_back_to_card),
        tap(OPERATORS, BROADCAST, "edit", by=broadcast.wished_another_message),
        tap(OPERATORS, BROADCAST, "keys", by=broadcast.wished_buttons),
        tap(OPERATORS, BROADCAST, "nokeys", by=broadcast.dropped_buttons),
        tap(OPERATORS, BROADCAST, "who", by=broadcast_to.opened_who),
        tap(OPERATORS, BROADCAST, "langs", by=broadcast_to.opened_languages),
        tap(OPERATORS, BROADCAST, "lang", by=broadcast_to.chose_language),
        tap(OPERATORS, BROADCAST, "active", by=broadcast_to.chose_activity),
        tap(OPERATORS, BROADCAST, "ordered", by=broadcast_to.chose_ordered),
        tap(OPERATORS, BROADCAST, "money", by=broadcast_to.chose_money),
        tap(OPERATORS, BROADCAST, "loud", by=broadcast_to.chose_unwilling),
        tap(OPERATORS, BROADCAST, "all", by=broadcast_to.chose_everybody),
        tap(OPERATORS, BROADCAST, "bought", by=broadcast_to.wished_buyers),
        tap(OPERATORS, BROADCAST, "unbought", by=broadcast_to.dropped_buyers),
        tap(OPERATORS, BROADCAST, "list", by=broadcast_to.wished_list),
        tap(OPERATORS, BROADCAST, "unlist", by=broadcast_to.dropped_list),
        tap(OPERATORS, BROADCAST, "when", by=broadcast_at.opened_when),
        tap(OPERATORS, BROADCAST, "now", by=broadcast_at.chose_now),
        tap(OPERATORS, BROADCAST, "at", by=broadcast_at.chose_moment),
        tap(OPERATORS, BROADCAST, "day", by=broadcast_at.chose_daytime),
        tap(OPERATORS, BROADCAST, "fast", by=broadcast_at.opened_faster),
        tap(OPERATORS, BROADCAST, "pace", by=broadcast_at.chose_pace),
        tap(OPERATORS, BROADCAST, "pause", by=broadcast_sent.paused_broadcast),
        tap(OPERATORS, BROADCAST, "goon", by=broadcast_sent.went_on_with_broadcast),
        tap(OPERATORS, BROADCAST, "stop", by=broadcast_sent.stopped_broadcast),
        tap(OPERATORS, BROADCAST, "unsend", by=broadcast_sent.wished_deletion),
        tap(OPERATORS, BROADCAST, "gone", by=broadcast_sent.deleted_again),
        tap(OPERATORS, BROADCAST, "open", by=broadcast_sent.opened_broadcast),
        tap(OPERATORS, BROADCAST, "history", by=broadcast_sent.opened_history),
        tap(OPERATORS, BROADCAST, "older", by=broadcast_sent.opened_history),
        tap(OPERATORS, BROADCAST, "again", by=broadcast_sent.sends_again),
    )


def _of_suppliers() -> tuple[Route, ...]:
    """The panels: their state, the quality of their services, and a comparison."""
    return (
        tap(OPERATORS, PANEL, "refresh", by=panel.refreshed_panel),
        tap(OPERATORS, PANEL, "open", by=panel.chose_supplier),
        tap(OPERATORS, PANEL, "mine", by=panel.explained_money),
        tap(OPERATORS, QUALITY, "list", by=quality.opened_quality),
        tap(OPERATORS, QUALITY, "next", by=quality.opened_quality),
        tap(OPERATORS, QUALITY, "stopped", by=quality.opened_stopped),
        tap(OPERATORS, QUALITY, "card", by=quality.opened_service),
        tap(OPERATORS, QUALITY, "rule", by=quality.opened_rule),
        tap(OPERATORS, QUALITY, "try", by=quality.tried_rule),
        tap(OPERATORS, QUALITY, "set", by=quality.set_rule),
        tap(OPERATORS, QUALITY, "sureoff", by=quality.wished_no_rule),
        tap(OPERATORS, QUALITY, "off", by=quality.turned_rule_off),
        tap(OPERATORS, QUALITY, "back", by=quality.wished_to_put_back),
        tap(OPERATORS, QUALITY, "resume", by=quality.put_back),
        tap(OPERATORS, SUPPLIERS, "list", by=comparing.opened_suppliers),
        tap(OPERATORS, SUPPLIERS, "kinds", by=comparing.chose_platform),
        tap(OPERATORS, SUPPLIERS, "kind", by=comparing.chose_kind),
        tap(OPERATORS, SUPPLIERS, "like", by=comparing.wished_comparison),
        tap(OPERATORS, SUPPLIERS, "both", by=comparing.showed_both),
    )


def _of_bundles() -> tuple[Route, ...]:
    """Bundles while they are composed."""
    return (
        tap(OPERATORS, BUNDLES, "list", by=bundling.opened_bundles),
        tap(OPERATORS, BUNDLES, "new", by=bundling.wished_bundle),
        tap(OPERATORS, BUNDLES, "open", by=bundling.opened_bundle),
        tap(OPERATORS, BUNDLES, "name", by=bundling.wished_name),
        tap(OPERATORS, BUNDLES, "add", by=bundling.wished_part),
        tap(OPERATORS, BUNDLES, "whole", by=bundling.wished_whole),
        tap(OPERATORS, BUNDLES, "price", by=bundling.wished_price),
        tap(OPERATORS, BUNDLES, "parts", by=bundling.opened_parts),
        tap(OPERATORS, BUNDLES, "drop", by=bundling.took_part_out),
        tap(OPERATORS, BUNDLES, "look", by=bundle_sale.looked_at_bundle),
        tap(OPERATORS, BUNDLES, "sell", by=bundle_sale.put_on_sale),
        tap(OPERATORS, BUNDLES, "wish", by=bundle_sale.wished_off_sale),
        tap(OPERATORS, BUNDLES, "stop", by=bundle_sale.took_off_sale),
    )


def _of_standing() -> tuple[Route, ...]:
    """Who may come in, who is banned, and who works here."""
    return (
        tap(OWNERS, STANDING, "staff", by=staff.opened_staff),
        tap(OWNERS, STANDING, "add", by=staff.wished_to_add),
        tap(OWNERS, STANDING, "member", by=staff.opened_member),
        tap(OWNERS, STANDING, "role", by=staff.chose_role),
        tap(OWNERS, STANDING, "give", by=staff.gave_role),
        tap(OWNERS, STANDING, "take", by=staff.took_role),
        tap(OPERATORS, STANDING, "door", by=door.opened_door),
        tap(OPERATORS, STANDING, "list", by=door.listed_people),
        tap(OPERATORS, STANDING, "who", by=door.opened_person),
        tap(OPERATORS, STANDING, "letin", by=door.wished_to_let_in),
        tap(OPERATORS, STANDING, "in", by=door.let_in),
        tap(OPERATORS, STANDING, "no", by=door.turned_away),
        tap(OPERATORS, STANDING, "remove", by=door.wished_to_put_out),
        tap(OPERATORS, STANDING, "out", by=door.put_out),
        tap(OPERATORS, STANDING, "ban", by=bans.wished_to_ban),
        tap(OPERATORS, STANDING, "banned", by=bans.banned),
        tap(OPERATORS, STANDING, "unban", by=bans.wished_to_unban),
        tap(OPERATORS, STANDING, "unbanned", by=bans.unbanned),
    )


def _of_shop() -> tuple[Route, ...]:
    """The shop as a whole: maintenance, files, texts and settings."""
    return (
        tap(OPERATORS, MAINTENANCE, "home", by=maintenance.opened_maintenance),
        tap(OPERATORS, MAINTENANCE, "sure", by=maintenance.wished_to_close),
        tap(OPERATORS, MAINTENANCE, "close", by=maintenance.closed_shop),
        tap(OPERATORS, MAINTENANCE, "sureopen", by=maintenance.wished_to_open),
        tap(OPERATORS, MAINTENANCE, "open", by=maintenance.opened_shop),
        tap(OPERATORS, MAINTENANCE, "words", by=maintenance.wished_words),
        tap(OPERATORS, MAINTENANCE, "nowords", by=maintenance.took_usual_words),
        tap(OPERATORS, MAINTENANCE, "when", by=maintenance.wished_end),
        tap(OPERATORS, MAINTENANCE, "until", by=maintenance.chose_end),
        tap(OWNERS, MAINTENANCE, "restored", by=after_restore.opened_standstill),
        tap(OWNERS, MAINTENANCE, "goon", by=after_restore.went_on),
        tap(OWNERS, EXPORTS, "home", by=exports.opened_exports),
        tap(OWNERS, EXPORTS, "span", by=exports.chose_kind),
        tap(OWNERS, EXPORTS, "form", by=exports.chose_span),
        tap(OWNERS, EXPORTS, "make", by=exports.chose_form),
        tap(OWNERS, IMPORTS, "home", by=imports.opened_imports),
        tap(OWNERS, IMPORTS, "yes", by=imports.confirmed_import),
        tap(OWNERS, IMPORTS, "drop", by=imports.dropped_import),
        tap(OWNERS, TEXTS, "list", by=live.opened_texts),
        tap(OWNERS, TEXTS, "text", by=live.chose_text),
        tap(OWNERS, TEXTS, "open", by=live.opened_value),
        tap(OWNERS, TEXTS, "change", by=live.wished_change),
        tap(OWNERS, TEXTS, "look", by=live.looked_at_text),
        tap(OWNERS, TEXTS, "offer", by=live.offered_value),
        tap(OWNERS, TEXTS, "save", by=live.saved_value),
        tap(OWNERS, SETTINGS, "list", by=live.opened_settings),
        tap(OWNERS, SETTINGS, "open", by=live.opened_value),
        tap(OWNERS, SETTINGS, "change", by=live.wished_change),
        tap(OWNERS, SETTINGS, "offer", by=live.offered_value),
        tap(OWNERS, SETTINGS, "save", by=live.saved_value),
    )
