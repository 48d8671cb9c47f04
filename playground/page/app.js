// The page: asks for news of one person's world, hands them to its parts, sends what is done.
import { onMisstep } from "/page/wire.js";
import { showBot, setUpBot } from "/page/bot.js";
import { showChat, forgetChat, setUpChat, toast } from "/page/chat.js";
import { answerTo, setUpComposer, showComposer, closeMenu } from "/page/composer.js";
import { setUpInline, showInline, forgetInline } from "/page/inline.js";
import { setUpInvoice, showInvoice } from "/page/invoice.js";
import { setUpPanel, showPanel } from "/page/panel.js";
import { setUpClock, showClock } from "/page/clock.js";
import { forgetPeople, setUpPeople, showPeople } from "/page/people.js";
import { setUpSettings, showSettings } from "/page/settings.js";
import { setUpScenarios, showScenarios } from "/page/scenarios.js";
import { setUpTabs, showPart } from "/page/tabs.js";
import { setUpTrace, showTrace, forgetTrace } from "/page/trace.js";

const RETRY = 1500; // milliseconds
const FIRST = 1001;
let person = Number(location.hash.slice(1)) || FIRST;
let since = 0;
let resets = null;
let asking = null;

async function follow() {
  for (;;) {
    asking = new AbortController();
    try {
      const answer = await fetch(`/play/news?person=${person}&since=${since}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
      else if (answer.status === 404) startWith(FIRST); // a person of an earlier world
      else throw new Error(`the playground answers ${answer.status}`);
    } catch (problem) {
      if (problem.name !== "AbortError") {
        showBot({ running: false, gone: true, words: "the playground does not answer" });
        since = 0;
        forgetChat();
        forgetPeople();
        forgetTrace(true);
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
  }
}

function show(news) {
  if (news.chat.person !== person) return;
  if (resets !== null && news.resets !== resets) return beginAnew(news.resets);
  resets = news.resets;
  if (!since) forgetTrace();
  since = news.version;
  showBot(news.bot);
  showPeople(news, person);
  showChat(news);
  showComposer(news.chat);
  showInline(news.chat);
  showInvoice(news.chat);
  showTrace(news.trace, news.people, person);
  showPanel(news.panel);
  showClock(news.panel);
  showScenarios(news.scenarios);
  showSettings(news.settings);
}

// Whatever tab asked for it: what is on the screen is gone.
function beginAnew(count) {
  resets = count;
  forgetPeople();
  forgetTrace(true);
  startWith(person);
}

function startWith(id) {
  person = id;
  since = 0;
  history.replaceState(null, "", `#${id}`);
  forgetChat();
  forgetInline();
  closeMenu();
  answerTo(null);
  showPart("chat");
  asking?.abort();
}

const whose = () => person;
onMisstep(toast);
setUpTabs();
setUpBot();
setUpPeople(startWith);
setUpChat(whose);
setUpComposer(whose);
setUpInline(whose);
setUpInvoice(whose);
setUpTrace();
setUpPanel();
setUpClock();
setUpScenarios();
setUpSettings();
follow();
