'use strict';

const $ = (id) => document.getElementById(id);
const stage = $('stage');
let question = null;
let ready = false;

async function ask(path, body = {}) {
  const answer = await fetch(path, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text() || `the program answered ${answer.status}`);
  return answer.json();
}

function fail(error) {
  ready = false;
  $('failure').hidden = false;
  $('failure').textContent = `${error.message}. The program may have ended: what was chosen is kept.`;
}

function finished(results) {
  question = null;
  ready = false;
  stage.hidden = true;
  document.querySelector('footer').hidden = true;
  for (const id of ['back', 'finish', 'zoom']) $(id).disabled = true;
  $('progress').textContent = 'Done. You may close this page.';
  $('results').hidden = false;
  $('results').textContent = results;
}

function view(name) {
  stage.classList.remove('both', 'first', 'second');
  stage.classList.add(name);
  resize();
}

function resize() {
  if (!question) return;
  const ratio = window.devicePixelRatio || 1;
  const pair = stage.classList.contains('both') ? 2 : 1;
  let zoom = Number($('zoom').value);
  if (!zoom) {
    const across = (stage.clientWidth - 32) * ratio / (question.width * pair);
    const down = (stage.clientHeight - 48) * ratio / question.height;
    zoom = Math.max(1, Math.floor(Math.min(across, down)));
  }
  for (const id of ['left', 'right']) {
    $(id).style.width = `${question.width * zoom / ratio}px`;
    $(id).style.height = `${question.height * zoom / ratio}px`;
  }
}

async function show(next) {
  if (next.done) {
    finished(next.results);
    return;
  }
  question = next;
  stage.classList.add('waiting');
  $('progress').textContent = `${next.number} of ${next.count}`;
  $('back').disabled = !next.back;
  $('left').src = `${next.left}.bmp`;
  $('right').src = `${next.right}.bmp`;
  await Promise.all([$('left').decode(), $('right').decode()]);
  if (question !== next) return;
  if (stage.classList.contains('second')) view('first'); else resize();
  stage.classList.remove('waiting');
  ready = true;
}

async function act(path, body) {
  if (!ready) return;
  ready = false;
  try {
    await show(await ask(path, body));
  } catch (error) {
    fail(error);
  }
}

const choose = (choice) => act('choice', { question: question && question.question, choice });
const flip = () => view(stage.classList.contains('first') ? 'second' : 'first');
const finish = async () => {
  try {
    finished((await ask('finish')).results);
  } catch (error) {
    fail(error);
  }
};

const keys = {
  ArrowLeft: () => choose('left'), ArrowRight: () => choose('right'),
  ArrowDown: () => choose('none'), Backspace: () => act('back'),
  ' ': flip, s: () => view('both'), S: () => view('both'),
};
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('select')) return;
  if (event.key === ' ' && event.target.closest('button')) return;
  const action = keys[event.key];
  if (!action || event.repeat || !question) return;
  event.preventDefault();
  action();
});
$('choose-left').addEventListener('click', () => choose('left'));
$('choose-right').addEventListener('click', () => choose('right'));
$('choose-none').addEventListener('click', () => choose('none'));
$('back').addEventListener('click', () => act('back'));
$('finish').addEventListener('click', finish);
$('flip').addEventListener('click', flip);
$('side').addEventListener('click', () => view('both'));
stage.addEventListener('click', (event) => {
  if (event.target.tagName === 'IMG' && !stage.classList.contains('both')) flip();
});
$('zoom').addEventListener('change', resize);
addEventListener('resize', resize);
ask('question').then(show, fail);
