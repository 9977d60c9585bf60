
// The page around the engine.

const element = (id) => document.getElementById(id);
const [app, stage, picture] = ['app', 'stage', 'picture'].map(element);
const [before, after, split] = ['before', 'after', 'split'].map(element);
const video = /** @type {HTMLVideoElement} */ (element('video'));
const presetChoice = element('preset');
const sizeChoice = element('size');

const PLAY = 'M4 2.5v11l9-5.5z';
const PAUSE = 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z';

// CSS pixels; as in the style.
const NARROW = 760;

/** @type {Anime4K|null} */
let engine = null;
/** What is shown: the video element, or a picture. @type {HTMLVideoElement|ImageBitmap|null} */
let source = null;
/** The file it came from. @type {Blob|null} */
let sourceFile = null;
let name = '';
let opened = 0;

function notify(message) {
  element('notice').hidden = !message;
  element('notice').firstElementChild.textContent = message;
}

/** Run something; what it throws is shown to the user. */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    notify(error.message);
    if (!(error instanceof Anime4KError)) throw error;
  }
}

// Drawing

let scheduled = false;
let drawing = false;

/** Draw before the next repaint. */
function draw() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    attempt(drawNow);
  });
}

function sourceSize() {
  return source === video
    ? { width: video.videoWidth, height: video.videoHeight }
    : { width: source?.width ?? 0, height: source?.height ?? 0 };
}

function drawNow() {
  const { width, height } = sourceSize();
  if (!engine || !width || !height) return;
  const density = window.devicePixelRatio;
  let factor = Number(sizeChoice.value);
  if (sizeChoice.value === 'fit') {
    factor = Math.min(stage.clientWidth * density / width, stage.clientHeight * density / height);
  }
  const size = {
    width: Math.max(width, Math.round(width * factor)),
    height: Math.max(height, Math.round(height * factor)),
  };
  // A pixel of the result is one of the screen; only a source beyond the window is shrunk.
  picture.style.width = `${Math.max(1, Math.round(width * factor)) / density}px`;
  picture.style.height = `${Math.max(1, Math.round(height * factor)) / density}px`;
  if (before.width !== width || before.height !== height) Object.assign(before, { width, height });
  const context = before.getContext('2d');
  context.clearRect(0, 0, width, height);
  // First, because it is quick: a video goes on meanwhile, and both are to show the same frame.
  context.drawImage(source, 0, 0);
  drawing = engine.upscale(source, size);
  if (!drawing) return;
  app.classList.remove('empty');
  placeTags();
  showStatus(size);
}

function showStatus(size) {
  const { width, height } = sourceSize();
  const took = engine.milliseconds;
  const status = element('status');
  status.textContent = `${width} × ${height} → ${size.width} × ${size.height}`;
  if (took !== null) {
    const time = document.createElement('b');
    time.textContent = `${took.toFixed(took < 10 ? 2 : 1)} ms a frame`;
    status.append(' · ', time);
  }
  status.title = engine.measuredByGpu ? 'by the graphics card’s own time'
    : 'by the clock, until the graphics card was done';
}

/** The tags keep to the visible part of the picture. */
function placeTags() {
  const shown = picture.getBoundingClientRect();
  const room = stage.getBoundingClientRect();
  const left = Math.max(shown.left, room.left) + 10;
  const right = Math.min(shown.right, room.left + stage.clientWidth) - 10;
  // Over a full screen the bar lies on the picture.
  const bar = document.querySelector('header').getBoundingClientRect();
  const top = Math.max(shown.top, room.top, bar.bottom) + 10;
  const [tagBefore, tagAfter] = [element('tag-before'), element('tag-after')];
  Object.assign(tagBefore.style, { left: `${left}px`, top: `${top}px` });
  Object.assign(tagAfter.style, { left: `${right - tagAfter.offsetWidth}px`, top: `${top}px` });
  tagAfter.textContent = `After: ${presetChoice.value}`;
  const line = split.getBoundingClientRect().left;
  tagBefore.style.opacity = line < left + tagBefore.offsetWidth / 2 ? 0 : 1;
  tagAfter.style.opacity = line > right - tagAfter.offsetWidth / 2 ? 0 : 1;
}

/** Draw every frame of the video, and only those. */
function followVideo() {
  if (source !== video) return;
  attempt(drawNow);
  showTime();
  awaitFrame();
}

let frameRequest = 0;

/** Ask for the next frame; what was asked for before, of another video say, no longer counts. */
function awaitFrame() {
  if ('requestVideoFrameCallback' in video) {
    video.cancelVideoFrameCallback(frameRequest);
    frameRequest = video.requestVideoFrameCallback(followVideo);
  } else {
    cancelAnimationFrame(frameRequest);
    frameRequest = requestAnimationFrame(followVideo);
  }
}

// Sources

/**
 * Show a picture or video.
 * @param {Blob} file
 * @param {string} called its name, for people
 */
async function show(file, called) {
  const turn = ++opened;
  const place = video.currentTime;
  notify('');
  let shown;
  try {
    if (file.type.startsWith('image/')) {
      shown = await createImageBitmap(file, {
        premultiplyAlpha: 'none', colorSpaceConversion: 'none', imageOrientation: 'from-image',
      });
    } else {
      shown = await openVideo(URL.createObjectURL(file));
    }
  } catch {
    if (turn !== opened) return;
    notify(`This browser cannot open ${called}.`);
    // The one before stays.
    if (source === video) {
      await openVideo(URL.createObjectURL(sourceFile)).catch(() => {});
      video.currentTime = place;
    }
    return;
  }
  if (turn !== opened) return;
  if (source instanceof ImageBitmap) source.close();
  if (shown !== video) closeVideo();
  source = shown;
  sourceFile = file;
  name = called;
  document.title = `${called} – Anime4K`;
  element('transport').hidden = source !== video;
  stage.scrollTo(0, 0);
  draw();
}

/** The clip that is in this file. */
function demoClip() {
  const bytes = Uint8Array.from(atob(element('clip').textContent), (c) => c.charCodeAt(0));
  return new Blob([bytes], { type: 'video/mp4' });
}

async function openVideo(url) {
  closeVideo();
  video.src = url;
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = reject;
  });
  if (!video.videoWidth) throw new Error('no pictures');
  source = video;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (!still) await video.play().catch(() => {});
  awaitFrame();
  showTime();
  return video;
}

function closeVideo() {
  video.onerror = null;
  video.pause();
  if (video.src.startsWith('blob:')) URL.revokeObjectURL(video.src);
  video.removeAttribute('src');
  video.load();
}

element('open').onclick = () => element('file').click();
element('file').onchange = ({ target }) => {
  const [file] = target.files;
  if (file) show(file, file.name);
  target.value = '';
};
addEventListener('dragover', (event) => {
  event.preventDefault();
  app.classList.add('dropping');
});
addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) app.classList.remove('dropping');
});
addEventListener('drop', (event) => {
  event.preventDefault();
  app.classList.remove('dropping');
  const [file] = event.dataTransfer.files;
  if (file && engine) show(file, file.name);
});
addEventListener('paste', (event) => {
  const [file] = event.clipboardData.files;
  if (file && engine) show(file, file.name || 'the pasted picture');
});

element('save').onclick = () => {
  // A canvas keeps what was drawn on it until it is shown, so it is drawn anew.
  attempt(drawNow);
  if (!drawing) return;
  after.toBlob((blob) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${name.replace(/\.[^.]*$/, '')}-${after.width}x${after.height}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
};

// The split

let share = 50;

function splitAt(percent) {
  share = Math.min(100, Math.max(0, percent));
  picture.style.setProperty('--split', `${share}%`);
  split.setAttribute('aria-valuenow', String(Math.round(share)));
  split.setAttribute('aria-valuetext', `${Math.round(share)} % before`);
  placeTags();
}

picture.addEventListener('pointerdown', (event) => {
  // A finger on the picture scrolls; on the line it moves that.
  if (event.button || (event.pointerType !== 'mouse' && !split.contains(event.target))) return;
  event.preventDefault();
  split.focus({ preventScroll: true, focusVisible: false });
  picture.setPointerCapture(event.pointerId);
  const move = ({ clientX }) => {
    const { left, width } = picture.getBoundingClientRect();
    splitAt(100 * (clientX - left) / width);
  };
  move(event);
  picture.addEventListener('pointermove', move);
  const stop = () => picture.removeEventListener('pointermove', move);
  picture.addEventListener('pointerup', stop, { once: true });
  picture.addEventListener('pointercancel', stop, { once: true });
});
split.addEventListener('keydown', (event) => {
  const step = event.shiftKey ? 10 : 1;
  const to = {
    ArrowLeft: share - step, ArrowDown: share - step, ArrowRight: share + step,
    ArrowUp: share + step, PageDown: share - 10, PageUp: share + 10, Home: 0, End: 100,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  splitAt(to);
});

// Preset and strengths

function showParameters() {
  const { title, parameters } = Anime4K.presets[engine.preset];
  element('title').textContent = title;
  element('reset').hidden = !parameters.length;
  element('sliders').replaceChildren(...parameters.map((parameter) => {
    const { name: key, desc, type, minimum, maximum } = parameter;
    const row = document.createElement('div');
    row.className = 'slider';
    row.innerHTML = '<label><span></span><output></output></label><input type="range"><p></p>';
    const [label, input, text] = row.children;
    const output = label.lastElementChild;
    label.htmlFor = input.id = `parameter-${key}`;
    text.id = `about-${key}`;
    input.setAttribute('aria-describedby', text.id);
    label.firstElementChild.textContent = key.replaceAll('_', ' ').replace(/^\w/, (c) => c.toUpperCase())
      .replace(/\bfxaa\b/i, 'FXAA');
    text.textContent = desc;
    const step = type === 'float' ? 'any' : '1';
    Object.assign(input, { min: minimum, max: maximum, step, value: engine.params[key] });
    const tell = () => { output.value = Number(engine.params[key].toFixed(3)); };
    input.oninput = () => {
      engine.params[key] = Number(input.value);
      tell();
      draw();
    };
    // By keys in hundredths of the range: a step of "any" is a guess of the browser's.
    input.onkeydown = (event) => {
      const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!direction || type !== 'float') return;
      event.preventDefault();
      input.value = Number(input.value) + direction * (maximum - minimum) / 100;
      input.oninput();
    };
    tell();
    return row;
  }));
}

presetChoice.onchange = () => {
  engine.preset = presetChoice.value;
  showParameters();
  draw();
};
sizeChoice.onchange = draw;
element('reset').onclick = () => {
  for (const { name: key, value } of Anime4K.presets[engine.preset].parameters) {
    engine.params[key] = value;
  }
  showParameters();
  draw();
};

// Playing

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

function showTime() {
  const length = Number.isFinite(video.duration) ? video.duration : 0;
  const seek = element('seek');
  seek.max = length || 1;
  seek.value = video.currentTime;
  seek.setAttribute('aria-valuetext', clock(video.currentTime));
  element('time').textContent = `${clock(video.currentTime)} / ${clock(Math.round(length))}`;
}

function showPlaying() {
  element('play-shape').setAttribute('d', video.paused ? PLAY : PAUSE);
  element('play').setAttribute('aria-label', video.paused ? 'Play' : 'Pause');
  element('mute').textContent = video.muted ? 'Unmute' : 'Mute';
}

const togglePlaying = () => {
  if (source === video) video.paused ? video.play().catch(() => {}) : video.pause();
};
const toggleSound = () => { video.muted = !video.muted; };

element('play').onclick = togglePlaying;
element('mute').onclick = toggleSound;
element('seek').oninput = ({ target }) => { video.currentTime = target.value; };
for (const event of ['play', 'pause', 'volumechange']) video.addEventListener(event, showPlaying);
video.addEventListener('timeupdate', showTime);
// A frame that was sought while paused is drawn by its own callback; this is for browsers without.
video.addEventListener('seeked', draw);

// The window

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else app.requestFullscreen?.().catch(() => {});
}

function showPanel(shown) {
  element('panel').hidden = !shown;
  element('tune').setAttribute('aria-expanded', String(shown));
}

const togglePanel = () => showPanel(element('panel').hidden);

let idleTimer = 0;
function awake() {
  app.classList.remove('idle');
  clearTimeout(idleTimer);
  idleTimer = setTimeout(() => {
    const working = app.querySelector('.bar :focus-visible, #panel :focus-visible');
    if (document.fullscreenElement && !working) app.classList.add('idle');
  }, 2500);
}
for (const event of ['pointermove', 'pointerdown', 'keydown']) addEventListener(event, awake);
document.addEventListener('fullscreenchange', () => {
  const full = document.fullscreenElement !== null;
  element('fullscreen').textContent = full ? 'Leave full screen' : 'Full screen';
  showPanel(!full && innerWidth >= NARROW);
  awake();
});

element('fullscreen').onclick = toggleFullscreen;
element('tune').onclick = togglePanel;
element('notice').lastElementChild.onclick = () => notify('');

const keys = {
  ' ': togglePlaying,
  f: toggleFullscreen,
  m: toggleSound,
  o: () => element('open').click(),
  s: () => element('save').click(),
  t: togglePanel,
};
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  // Controls keep the keys that they act on.
  if (event.target.matches('select') || (event.key === ' ' && event.target.matches('button'))) return;
  const act = engine && keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

new ResizeObserver(draw).observe(stage);
stage.addEventListener('scroll', placeTags);
// Moved to a screen of another density, a window need not change its size.
(function followDensity() {
  matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
    .addEventListener('change', () => { draw(); followDensity(); }, { once: true });
}());

after.addEventListener('webglcontextlost', () => notify('The graphics driver took its memory back; '
  + 'the picture returns when it has recovered.'));

attempt(() => {
  engine = new Anime4K(after);
  // After the engine's own listener: it has made its things anew.
  after.addEventListener('webglcontextrestored', () => {
    notify('');
    draw();
  });
  for (const key of Object.keys(Anime4K.presets)) presetChoice.add(new Option(key));
  presetChoice.value = engine.preset;
  showParameters();
});
showPanel(innerWidth >= NARROW);
splitAt(50);
showPlaying();
if (engine) show(demoClip(), 'the demo clip');
else app.classList.add('unable');
