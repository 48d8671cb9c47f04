"""The sentence for each key of a ShopError: what is allowed, and what to do now."""

from handlers.growth.words import COUPON_ANSWERS, GIFT_ANSWERS, GROWTH
from locales import Catalogues, Translator, marked
from shop.errors import ShopError

ANSWERS: dict[str, str] = {
    "pictures_not_drawn": marked(
        "The pictures could not be drawn. Tap CSV file: it has the same figures. The kiosk's log says why."
    ),
    "not_text": marked("Please send it as a text message."),
    "link_not_web": marked("That is not a web link. Send one that begins with https:// and nothing else."),
    "link_too_long": marked("That link is too long; at most {limit} characters are possible."),
    "link_not_plain": marked(
        "That link has characters that I cannot pass on. Send the link by itself, with nothing around it."
    ),
    "link_several": marked("There is more than one link in that. Send one link."),
    "link_names_nothing": marked(
        "That link leads to a general {platform} page. Open what you mean, and send its link."
    ),
    "link_of_an_owner": marked(
        "That {platform} page opens for its owner alone. Open the profile or the post as everybody sees it, "
        "and send its link."
    ),
    "link_private": marked(
        "Only members can open that link. Send one that everybody can open, like https://t.me/name, or "
        "https://t.me/name/55 for a post."
    ),
    "link_of_a_profile": marked(
        "That link leads to a profile. This service is for a post: open it, copy its link and send that."
    ),
    "link_of_a_post": marked(
        "That link leads to a post, and this service is for a profile. Use it anyway, or send the link of "
        "the profile?"
    ),
    "chat_private": marked(
        "That one is private: it has no public @name. Send an invite link instead: open it, tap its name, "
        "then Invite Links, and copy one."
    ),
    "link_wrong_platform": marked("This service is for {platform}. Send a link to {platform}."),
    "number_not_whole": marked("Send a whole number from {min} to {max}, in digits."),
    "number_unclear": marked("{typed} can be two numbers. Send {many}, or {few}."),
    "number_out_of_range": marked("It must be from {min} to {max}. Send another number."),
    "start_unclear": marked(
        "I could not read a time in that. Send it like <code>14:30</code>, <code>28.11 14:30</code> or "
        "<code>tomorrow 9</code>."
    ),
    "start_past": marked("That time has passed. Send one that is still to come."),
    "start_passed": marked(
        "The start that you chose has passed. Confirm to order at once, or choose another time."
    ),
    "start_too_far": marked("An order can start within the next {days} days. Send an earlier time."),
    "max_below_min": marked("The maximum cannot be less than the minimum, {min}. Send another number."),
    "runs_over_max": marked(
        "{quantity} in each run comes to more than {max} in total. Send at most {runs} runs, or Skip."
    ),
    "runs_never_fit": marked(
        "Even two runs of {quantity} come to more than {max} in total. Tap Skip to get it all in one go."
    ),
    "lines_empty": marked("I found no text. Send one on each line."),
    "lines_too_many": marked("That is too long for messages. Send it as a text file (.txt), at most 256 KB."),
    "line_too_long": marked(
        "One of the lines is longer than {limit} characters. Shorten it and send all again."
    ),
    "lines_out_of_range": marked(
        "That makes {count}; it takes from {min} to {max}. Send all of them again, one on each line."
    ),
    "comments_cut": marked(
        "A comment cannot contain {marks}. Write each comment on a line of its own, without that "
        "character, and send them all again."
    ),
    "file_too_big": marked("That file is too big. Send a text file of at most 256 KB, or type the lines."),
    "file_out_of_reach": marked("I cannot download that file. Send the lines as text messages instead."),
    "file_album": marked("You sent several files. Send one file with all the lines, or type the lines."),
    "file_not_text": marked("I cannot read that file. Save it as UTF-8 text (.txt), or type the lines."),
    "text_not_plain": marked(
        "That text has characters that I cannot pass on. Type it again, or save it as UTF-8 text (.txt)."
    ),
    "mass_no_lines": marked(
        "I found no line of a list in that. Write each like this: service | link | quantity"
    ),
    "mass_too_many": marked(
        "That makes {count} lines; at most {most} go into one list. Send the rest when these are ordered."
    ),
    "mass_same_again": marked("I have these very lines already; nothing was added."),
    "mass_columns": marked(
        "Parts of this line: {count}; it needs three: service | link | quantity. Write numbers without "
        "commas."
    ),
    "mass_no_service": marked("There is no service {service}. A service's number is on its card."),
    "mass_asks_more": marked(
        "{service} needs more than a link and a quantity. Order it by itself, with /order."
    ),
    "mass_package": marked("This is a package; its quantity can only be 1."),
    "mass_link_of_a_profile": marked(
        "That link leads to a profile, but this service is for a post. Send the link of the post."
    ),
    "preset_name": marked("Send a name of 1 to {limit} characters, on one line."),
    "mass_file_too_big": marked("That file is too big. Send one of at most 1 MB, or paste the lines."),
    "choice_unknown": marked("Tap one of the buttons, please."),
    "date_unreadable": marked("I could not read that date. Send it like 31/12/2030."),
    "date_past": marked("That day is in the past. Send a later date."),
    "nothing_found": marked("I found nothing for “{words}”. Try other words, or choose below."),
    "nothing_for_link": marked("⚠️ I have nothing for that link. Send another one, or choose below."),
    "shelf_empty": marked("Nothing is here yet. ☆ Keep on a service's card puts it here."),
    "link_short": marked(
        "⚠️ That is a shortened link, and I cannot see where it leads. Open it, and send the address "
        "it leads to."
    ),
    "username_of_link": marked("I cannot tell whose link that is. Send the username alone, like ann_smith."),
    "word_not_single": marked("Send one word, without spaces."),
    "text_not_one_line": marked("Send a few words on one line, at most 120 characters."),
    "country_not_two_letters": marked(
        "I do not know that country. Tap one, or send its name or its two letters, like DE."
    ),
}
"""Wrong answers to an order's questions: the same question is asked again below the sentence."""

AMOUNT_ANSWERS: dict[str, str] = {
    "amount_unclear": marked("{typed} can be two amounts. Send {many}, or {few}."),
    "amount_not_allowed": marked("Send an amount from {minimum} to {maximum}, in digits."),
    "bill_unanswered": marked(
        "An invoice for {amount} could not be made just now. Nothing was charged. Try again in a minute, "
        "or see /topup for other ways to pay."
    ),
    "bill_refused": marked(
        "An invoice for {amount} could not be made. Send another amount, or see /topup for other ways to pay."
    ),
    "bill_of_order_refused": marked(
        "The invoice could not be made, and nothing was charged. Choose another way to pay."
    ),
    "receipt_kind": marked("Send the receipt as a photo, a video, a document or a text."),
    "receipt_handed_in": marked("The shop has your receipt already and will look at it."),
    "receipt_unclear": marked(
        "That is not a receipt yet. Send a photo of it, or its number or text, at least 6 characters."
    ),
}
"""Wrong amounts and receipts: below their sentences stands no question of an order that waits."""

SENTENCES: dict[str, str] = ANSWERS | {
    "import_source": marked(
        "Write the source below the file in small Latin letters, digits, - and _, like oldbot, and send it "
        "again."
    ),
    "payments_wait": marked(
        "You have begun several payments of this kind. Pay one of them, or cancel it and wait a while."
    ),
    "transfers_off": marked("Bank transfers are not set up: fill in BANK_TRANSFER, and start me again."),
    "transfer_unclear": marked(
        "I read no money that came in there. Send the bank's message as it is, or its statement as a CSV "
        "file; /cancel ends this."
    ),
    "statement_too_big": marked("That file is too big. Send one of at most 2 MB; split a larger one."),
    "import_wants_file": marked("Send the people as a CSV file, or /cancel."),
    "import_too_big": marked("That file is too big. Send one of at most 20 MB; split a larger one."),
    "import_not_text": marked("I cannot read that file. Save it as CSV in UTF-8 and send it again."),
    "import_too_long": marked(
        "That file has more than {most} lines. Split it and send one part after the other."
    ),
    "import_empty": marked("That file has no lines of people. Look at it and send it again."),
    "import_broken": marked(
        "That file is no table from line {line} on: look for a quotation mark that is not closed."
    ),
    "import_columns": marked(
        "I cannot tell which column is which. Put a line above all others that names them ({columns}), and "
        "send it again."
    ),
    "import_twice": marked(
        "The columns {first} and {second} mean the same to me. Rename or take out the one that does not "
        "count, and send it again."
    ),
    "import_other_sum": marked("That is another sum. Type the one on the card, or /cancel."),
    "member_already": marked("You are a member already. Nothing was charged."),
    "membership_not_made": marked("Telegram could not make a payment link. Try again in a minute."),
    "shop_closed": marked("The shop is closed for a while. Nothing new is ordered or paid; try again later."),
    "closing_words_long": marked("Send a sentence of at most {limit} characters."),
    "closing_end_far": marked("Send a time within the next {days} days."),
    "not_a_search": marked("I did not get that. Type what you look for, send a link, or tap a button above."),
    "service_unknown": marked("There is no service {service}. Tap /order to see what there is."),
    "route_to_itself": marked("A service needs no route to itself. Name another one."),
    "route_by_post": marked(
        "Services that are paid post by post cannot be delivered by another one: nothing says what they "
        "will cost."
    ),
    "route_other_questions": marked(
        "These two services ask customers for different things, so that one cannot deliver for the other."
    ),
    "route_other_limits": marked(
        "No quantity fits both services: their minimum and maximum do not overlap. Name another one."
    ),
    "route_how": marked(
        "Write it like this: <code>/services fallback 21 2000021</code>, or route in place of fallback; "
        "<code>off</code> as the last word ends it."
    ),
    "service_paused": marked(
        "This service cannot be ordered right now. Try again in a few minutes, or choose another: /order"
    ),
    "service_gone": marked("This service is no longer on sale. Tap /order to choose another."),
    "service_gone_nearest": marked(
        "⚠️ This service is no longer on sale. Here is what comes closest; your link is kept."
    ),
    "reorder_too_early": marked(
        "Order {order} is not decided yet. Wait until its card says how it went; then you can order again."
    ),
    "service_changed": marked("This service has changed. Tap /order to begin again."),
    "prices_not_here": marked(
        "I do not have the prices yet. I keep asking for them; try again in a few minutes."
    ),
    "prices_old": marked(
        "I am reading the prices again, and nothing is sold until I have them. Try again in a few minutes."
    ),
    "cannot_sell": marked(
        "The shop cannot sell right now. The operator has been told; please try again later."
    ),
    "prices_unclear": marked("I did not get that. /prices alone shows how each change is written."),
    "percent_unreadable": marked(
        "Send a percentage from 0 to 10000 with at most 4 decimals, like 12.5, or off to remove it."
    ),
    "points_unreadable": marked(
        "Send percentage points from -10000 to 10000 with at most 4 decimals, like -10, or off."
    ),
    "rate_unreadable": marked(
        "Send a rate above 0 and up to 1000000000, with at most 9 decimals, like 1.0825, or off."
    ),
    "rate_of_which": marked(
        "Name the currency, too: <code>/prices rate EUR 1.0825</code>. Rates are needed for {currencies}."
    ),
    "rate_not_needed": marked("No rate is needed: the panel's prices are in {currency} too."),
    "category_unknown": marked("There is no category “{words}”. Write its name as /order shows it."),
    "level_unreadable": marked(
        "Name a level in one word of at most 32 letters, digits or hyphens, like vip."
    ),
    "level_unknown": marked("There is no level “{words}” yet. Make it first: /prices level vip -10"),
    "person_unreadable": marked("Send the person's numeric Telegram id, like this: /prices person 101 vip"),
    "price_too_high": marked("That number is too large. Tap /order and choose fewer."),
    "funds_short": marked(
        "There is not enough in your wallet for this. Top it up with /topup and try again."
    ),
    "account_full": marked(
        "That is more than one wallet can hold. Choose a smaller amount, or ask the operator."
    ),
    "preset_gone": marked("This preset is gone. /menu shows those you have."),
    "preset_too_long": marked(
        "That makes {count} different services; a preset holds at most {most}. Nothing was saved."
    ),
    "preset_too_many": marked("You have {most} presets already. Delete one first; /menu leads to them."),
    "bundle_gone": marked("This bundle is no longer on sale. Tap /order to choose something else."),
    "bundle_not_now": marked(
        "This bundle cannot be ordered right now. Try again later, or tap /order to choose something else."
    ),
    "bundle_dearer": marked("The bundle's price has changed. Here is the current price."),
    "bundle_name": marked("Send a name of at most {limit} plain characters."),
    "bundle_part": marked(
        "Send a service's number and how many, like <code>12 1000</code>, or a share of the size, like "
        "<code>12 50%</code>."
    ),
    "bundle_whole": marked("Send the size as one whole number, like <code>1000</code>."),
    "bundle_price": marked(
        "Send a discount from 0% to 90%, like <code>10%</code>, or one fixed price with at most four "
        "decimals, like <code>4.50</code>."
    ),
    "bundle_quantity": marked(
        "{quantity} of {service} is not possible: from {least} to {most} can be ordered. Send it again."
    ),
    "bundle_other_link": marked(
        "{service} needs another kind of link than {other}, and a bundle has one link. Choose "
        "another service."
    ),
    "bundle_too_long": marked("A bundle has at most {most} services. Take one out first."),
    "bundle_too_short": marked("A bundle needs at least {fewest} services. Add another one."),
    "bundle_too_many": marked("The shop has {most} bundles already. Change one of these."),
    "bundle_below_cost": marked(
        "At this price the bundle would be sold for less than it costs the shop. Set a higher price, or a "
        "smaller discount."
    ),
    "bundle_other_currency": marked(
        "The fixed price is in {currency}, which the shop does not sell in any more. Set the price again."
    ),
    "bundle_changed": marked("The bundle has changed since. Look at it again before you put it on sale."),
    "bundle_is_on_sale": marked("Exactly this is on sale already."),
    "bundle_is_off_sale": marked("The bundle is not on sale."),
    "mass_twins": marked(
        "⚠️ Meanwhile you have ordered some of this already; those lines are marked now. Nothing was ordered."
    ),
    "mass_too_many_waiting": marked(
        "Of your orders {count} still wait to be placed, and at most {most} can wait at once. Nothing was "
        "ordered; try again in a few minutes, or send fewer lines."
    ),
    "too_many_waiting": marked(
        "{count} of your orders are waiting to be placed, and no more can wait at once. Nothing was "
        "ordered now; try again when some of them have gone through."
    ),
    "too_many_scheduled": marked(
        "{count} of your orders wait for their start, and no more can wait at once. Nothing was ordered "
        "now; order again when some of them have started, or cancel one of them."
    ),
    "dropped_too_late": marked(
        "Order {order} has started already, so it was not canceled. Its card says how it stands."
    ),
    "money_stopped": marked(
        "Payments are paused while the ledger is checked. Nothing is lost; try again later."
    ),
    "button_old": marked("This button is old. Tap /order or /orders for a fresh one."),
    "desk_button_old": marked("This button is old. Open the desk anew: /admin"),
    "quote_expired": marked("That price was valid for ten minutes. Here is the current price."),
    "catalogue_empty": marked(
        "I do not have the catalogue yet. I keep asking for it; try again in a few minutes."
    ),
    "way_not_offered": marked("This way to pay is not available now. Tap /topup to see the others."),
    "nothing_to_return": marked(
        "There is nothing to give back: it has already been given back, or Telegram refused."
    ),
    "paid_elsewhere": marked(
        "This was paid to another bot, and only that one can give it back. Put its BOT_TOKEN back for that."
    ),
    "panel_changed": marked(
        "This order is from an earlier period of the shop, and I cannot request that any more. Write to "
        "the shop if something is wrong with it."
    ),
    "decided_before": marked("This has already been decided; nothing changed."),
    "credit_usage": marked("Send it like this: {command} 123456789 5.00 for the long wait"),
    "credit_twice": marked(
        "More than {limit}: type the amount twice, like this: {command} {person} AMOUNT AMOUNT the reason"
    ),
    "has_only": marked("{name} has only {amount}. Nothing was taken."),
    "change_usage": marked(
        "⚠️ I could not read that. Send the amount and the reason in one message, like 5.00 for the long wait."
    ),
    "part_unreadable": marked("⚠️ I could not read that. Send an amount up to {amount}, like 2.50."),
    "change_typed_other": marked("⚠️ That is another amount. Type the one on the card, or tap Cancel."),
    "change_not_yours": marked("⚠️ Another operator asked this. Ask anew yourself, or let them tap."),
    "change_needs_second": marked(
        "⚠️ A second operator must confirm this, and they have been asked. Whoever asked cannot do it alone."
    ),
    "change_too_soon": marked("⚠️ Not yet: type the amount again in {seconds} s."),
    "change_undone": marked("⚠️ This was taken back already, so nothing was changed."),
    "change_currency": marked(
        "⚠️ The shop's currency has changed since this was asked. Nothing was changed; ask anew."
    ),
    "note_unfit": marked("⚠️ Send words, at most {limit} characters."),
    "catalogue_gone": marked("⚠️ This is not in the catalogue any more. Open it again: /services"),
    "catalogue_name_unfit": marked("⚠️ A name has from 1 to {limit} characters. Send another one."),
    "catalogue_words_unfit": marked("⚠️ A description has from 1 to {limit} characters. Send another one."),
    "rule_long": marked("⚠️ A rule has at most {limit} characters. Send a shorter one."),
    "rule_empty": marked(
        "⚠️ A rule needs at least one word or number. Send it, like this: <code>mass report</code>"
    ),
    "rules_many": marked("⚠️ There are {limit} rules already. Remove one, then send the words again."),
    "rule_gone": marked("⚠️ This rule is gone. Open the rules again: /services"),
    "note_gone": marked("⚠️ This note is gone, or somebody else wrote it. Nothing was deleted."),
    "change_erasing": marked("⚠️ Their data is being deleted right now. Try again in a moment."),
    "person_by_name": marked("⚠️ Send a person's number or @name here; /find {person} shows it."),
    "number_unknown": marked(
        "I know neither an order nor a person with the number {number}. People must have written to me once."
    ),
    "person_unknown": marked("I know nobody called {person}. They must have written to me once."),
    "order_unknown": marked("You have no order {order}. /orders lists yours."),
    "request_under_way": marked("This has already been requested; there is no news of it yet."),
    "refill_not_now": marked("You can request a refill when the order is finished."),
    "refill_never": marked("This service has no refill. Ask us if something is missing."),
    "refill_resting": marked(
        "A refill was answered less than a day ago. Tap Refresh: the card says when you can ask again."
    ),
    "refill_over": marked("The time for refills of this order is over. Reorder if you want more."),
    "rate_not_now": marked("You can rate an order when it is delivered."),
    "cancel_not_now": marked("It is too late to cancel this order."),
    "ticket_kind": marked(
        "⚠️ I cannot pass that on. Send words, a picture, a video, a voice message or a file."
    ),
    "ticket_pace": marked(
        "⚠️ That was not sent: {count} messages in {minutes} minutes is the most. Wait a little, then send "
        "it once more."
    ),
    "ticket_closed": marked("⚠️ This question is closed, and nothing was sent. /support asks anew."),
    "ticket_over": marked("⚠️ This ticket is closed, and nothing was sent."),
    "done_already": marked("{actor} has done this already."),
    "done_otherwise": marked("Nothing was changed, for {actor} was first: {did}"),
    "staff_number": marked(
        "⚠️ Send the person's number, like 123456789. A name can be changed and taken over by somebody else; "
        "a number cannot. /find and the name shows it."
    ),
    "person_number": marked("⚠️ That is no number of a person at Telegram. Send one like 123456789."),
    "owner_stays": marked("⚠️ That is an owner, by ADMIN_IDS in the settings. Only there that can change."),
    "banned_no_role": marked("⚠️ This person is banned. Lift the ban first, with /unban and the number."),
    "owner_no_ban": marked("⚠️ That is an owner of the shop. Owners cannot be banned."),
    "staff_no_ban": marked("⚠️ This person works here. An owner takes the role first: /admin, Staff."),
    "works_here": marked("This person works here, and may order anyway."),
    "not_banned": marked("⚠️ This person is not banned. Nothing was changed."),
    "ban_usage": marked("⚠️ Send it like this: /ban 123456789 sent false receipts"),
    "unban_usage": marked("⚠️ Send it like this: /unban 123456789"),
    "banned": marked("You cannot order here any more."),
    "asked_before": marked("The shop has answered that already. Please ask again in a few weeks."),
    "only_private": marked("Let us do this in private: open my chat and write to me there."),
    "alert_gone": marked("This alert is long over. /admin shows what is wrong now."),
    "alert_over": marked("This alert is over; nothing was changed. /admin shows what is wrong now."),
    "only_operators": marked("Only the shop's operator can do this."),
    "only_owners": marked("Only the shop's owner can do this."),
    "live_refused": marked("⚠️ {name} {rule}. Send it again, or tap Cancel."),
    "live_refused_because": marked("⚠️ {name} was not taken: {why}. It {rule}. Send it again, or tap Cancel."),
    "live_not_text": marked("⚠️ Send it as a text message, or tap Cancel."),
    "live_not_photo": marked("⚠️ Send the picture as a photo, not as a file, or tap Cancel."),
    "live_picture_gone": marked("⚠️ Telegram does not have this picture any more. Send it again."),
    "live_unknown_place": marked(
        "⚠️ {typed} stands for nothing here; only {{name}} does, for the reader's name. Send it again."
    ),
    "live_locked": marked(
        "⚠️ {name} stands in the environment, which wins. Take it out there and start the kiosk again."
    ),
    "live_changed_meanwhile": marked(
        "⚠️ {actor} has changed this meanwhile, and nothing of yours was saved. Open it again to see what "
        "stands there."
    ),
    "live_group_refused": marked("⚠️ This group cannot be used: {why}"),
    "live_group_unknown": marked(
        "⚠️ Telegram did not say in time whether I may write in that group. Send its number again."
    ),
    "review_none": marked("Order {order} was never unconfirmed. /review lists those to decide about."),
    "review_how": marked(
        "Send it like this: /review 12, /review 12 adopt 4711, /review 12 void, "
        "/review 12 end refund, or /review 12 end keep."
    ),
    "no_number_there": marked("⚠️ Order {order} has no number at the panel to ask about."),
    "day_unclear": marked("⚠️ I could not read a day in that. Send it like 2026-11-28."),
    "message_album": marked("⚠️ Of an album only one message can go. Send one picture of it, or words."),
    "order_not_there": marked("There is no order {order}. /find shows a person's."),
    "not_to_end": marked(
        "Order {order} cannot be ended this way: it is already over, or the panel does not have it. "
        "/review lists what waits for you."
    ),
    "kind_gone": marked(
        "Nothing of this kind can be compared any more: its services have changed. Open Suppliers again."
    ),
    "service_not_stopped": marked("Service {service} is not stopped. /prices lists those that are."),
    "id_not_at_panel": marked(
        "The panel has no order {id} for our key. Nothing was changed; check its number there again."
    ),
    "id_taken": marked("Another order has the number {id} at the panel. Nothing was changed."),
    "id_in_use": marked(
        "Order {order}, which is under way, has number {id} at the panel. If the panel gave it again, end "
        "that order first."
    ),
    "teach_how": marked(
        "Send it like this: /panel teach 3 funds. /panel teach alone lists the words there are."
    ),
    "teach_unknown": marked("There are no words with the number {number}. /panel lists them."),
    "broadcast_kind": marked(
        "That cannot be broadcast. Send a text, a photo, a video, an animation, music, "
        "a voice or video message, a sticker or a document."
    ),
    "broadcast_caption": marked(
        "That caption is too long: bots may write at most {limit} characters below a picture. Shorten it."
    ),
    "broadcast_over": marked("This has already been decided; nothing changed."),
}

BROADCAST_ANSWERS: dict[str, str] = {
    "broadcast_album_buttons": marked(
        "Telegram shows no buttons below an album. Send one picture, or a text, to have buttons."
    ),
    "broadcast_start_past": marked("The time that you chose has passed. Choose another one under When."),
    "broadcast_nobody": marked("Nobody would get it now. Choose other people under Who."),
    "broadcast_too_far": marked("A broadcast can begin within the next {days} days. Send an earlier time."),
    "broadcast_buttons": marked(
        "Send at most {most} lines, each with a button: Our channel - https://t.me/shop"
    ),
    "broadcast_button": marked(
        "I cannot read a button in line {number}: {line}. Send a label, a dash and a web link, or s_ and the "
        "number of a service: Our channel - https://t.me/shop"
    ),
    "broadcast_button_row": marked("Line {number} has too many buttons: at most {most} fit side by side."),
    "broadcast_button_label": marked("The label in line {number} is too long: at most {most} characters."),
    "broadcast_buttons_refused": marked(
        "Telegram refuses these buttons. Check that each link opens in a browser, and send them once more."
    ),
    "broadcast_refused": marked("Telegram refuses this message: {why}. Nothing was sent; send another one."),
    "broadcast_bought_none": marked(
        "I know no service and no category called {words}. Send a service's number, or a category's name."
    ),
    "broadcast_bought_many": marked("More than one category fits {words}. Send its whole name."),
    "broadcast_list_long": marked("That list is too long: at most {most} people, in a file of 512 KB."),
    "broadcast_list_nobody": marked(
        "I know nobody of these. Send numbers or @names of people who have written to the bot, one on a line."
    ),
    "broadcast_poor": marked(
        "Telegram sends faster only for bots with at least {needed} Stars; this one has {stars}. The usual "
        "pace costs nothing."
    ),
    "broadcast_stars_unknown": marked(
        "Telegram does not say how many Stars the bot has. Try again in a minute, or send at the usual pace."
    ),
    "broadcast_kept": marked(
        "This can no longer be deleted: Telegram lets a bot delete messages for 48 hours."
    ),
}
"""What an operator reads who is composing a broadcast, or deletes one."""

SENTENCES |= AMOUNT_ANSWERS | COUPON_ANSWERS | GIFT_ANSWERS | GROWTH | BROADCAST_ANSWERS

OVER = frozenset(
    {
        *("broadcast_over", "button_old", "desk_button_old", "catalogue_gone", "change_currency"),
        *("change_needs_second", "change_not_yours", "change_undone", "decided_before", "done_already"),
        *("done_otherwise", "live_changed_meanwhile", "live_locked", "nothing_to_return", "only_operators"),
        *("only_owners", "order_not_there", "paid_elsewhere", "review_none", "transfers_off"),
    }
)
"""What the desk asked about is over, gone or decided: the question ends with such an answer."""

_SIGNED = {*ANSWERS, *AMOUNT_ANSWERS, *COUPON_ANSWERS, *GIFT_ANSWERS, *BROADCAST_ANSWERS}
"""Wrong answers, whose sentences begin with a sign."""

CHECKOUT: dict[str, str] = {
    "invoice_unknown": marked("I do not know this invoice. Tap /topup for a new one; nothing was charged."),
    "invoice_paid": marked(
        "This invoice has already been paid. Tap /topup for a new one; nothing was charged."
    ),
    "invoice_ordered": marked("This order is already on its way. Nothing was charged."),
    "invoice_expired": marked("This invoice was valid for one hour. Tap /topup for a new one."),
    "money_stopped": SENTENCES["money_stopped"],
    "shop_closed": SENTENCES["shop_closed"],
    "banned": marked("You cannot pay here any more. Nothing was charged."),
    "member_already": SENTENCES["member_already"],
    "membership_off": marked("Memberships are not offered here now. Nothing was charged."),
}
"""What a person reads in the payment window instead of paying."""


def checkout_words(catalogues: Catalogues, key: str, language: str | None) -> str:
    """See messaging.checkout.Words."""
    return catalogues.of(language).label(CHECKOUT[key])


def sentence_for(error: ShopError, t: Translator, *, to_answer: bool = False) -> str:
    """Return the error's sentence in the person's language, as Telegram HTML; a wrong answer's has a sign.

    `to_answer`: it was an answer, whatever else the sentence is said to.
    """
    sentence = t(SENTENCES[error.key], **error.values)
    is_wrong = to_answer or error.key in _SIGNED
    return f"⚠️ {sentence}" if is_wrong and not sentence.startswith("⚠️") else sentence


def toast_for(error: ShopError, t: Translator) -> str:
    """Return the same as plain text for a tapped button."""
    return t.label(SENTENCES[error.key], **error.values)
