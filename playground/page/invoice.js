// The dialogue in which an invoice is paid, as Telegram's app shows it.
import { attempt } from "/page/wire.js";

const find = (id) => document.getElementById(id);
let person = () => 0;
let open = null;
let stars = 0;

export function setUpInvoice(whose) {
  person = whose;
  find("pay").addEventListener("click", pay);
  find("invoice").addEventListener("close", () => {
    open = null;
  });
}

export function openInvoice(message) {
  open = { message: message.id, link: message.link, invoice: message.invoice, checkout: null };
  const { invoice } = message;
  find("invoice-title").textContent = invoice.title;
  find("invoice-about").textContent = invoice.description;
  find("invoice-price").textContent = invoice.price;
  showPurse();
  find("declined-row").hidden = invoice.stars;
  find("declined").checked = false;
  find("pay").textContent = `Pay ${invoice.price}`;
  find("pay").disabled = false;
  find("invoice-words").textContent = "";
  find("invoice-words").className = "";
  find("invoice").showModal();
  find("pay").focus();
}

function showPurse() {
  find("invoice-purse").textContent = open.invoice.stars ? `You have ⭐️ ${stars.toLocaleString("en")}` : "Paid with a test card";
}

export function showInvoice(chat) {
  stars = chat.stars;
  if (!open) return;
  showPurse();
  const checkout = chat.checkouts.find((one) => one.id === open.checkout);
  if (!checkout) return;
  const words = find("invoice-words");
  words.textContent = { waiting: "Asking the bot …", paid: "Paid. Thank you!", failed: `Payment failed: ${checkout.words}` }[checkout.state];
  words.className = { paid: "good", failed: "bad" }[checkout.state] || "";
  find("pay").disabled = checkout.state !== "failed";
  if (checkout.state === "failed") find("pay").textContent = "Try again";
}

async function pay() {
  find("pay").disabled = true;
  const begun = await attempt("pays", { person: person(), message: open.message, link: open.link, declined: find("declined").checked });
  if (!open) return;
  open.checkout = begun.checkout ?? null;
  if (!begun.error) return;
  find("pay").disabled = false;
  find("invoice-words").textContent = begun.error;
  find("invoice-words").className = "bad";
}
