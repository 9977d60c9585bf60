'use strict';

const $ = (id) => document.getElementById(id);

// Theme: system, light, dark.
{
  const button = $('theme');
  const themes = ['system', 'light', 'dark'];
  let at = 0;
  button.addEventListener('click', () => {
    at = (at + 1) % themes.length;
    document.documentElement.dataset.theme = themes[at];
    button.textContent = `Theme: ${themes[at]}`;
  });
}

// Tables: a click on a heading sorts, a second one the other way round. What has no value is last.
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.firstElementChild.addEventListener('click', () => {
      const rows = [...table.tBodies[0].rows];
      const numeric = rows.some((row) => row.cells[column].dataset.value !== undefined);
      const was = head.getAttribute('aria-sort');
      const first = numeric ? 'descending' : 'ascending';
      const next = was === 'ascending' ? 'descending' : was === 'descending' ? 'ascending' : first;
      const sign = next === 'ascending' ? 1 : -1;
      const number = (text) => text === undefined ? NaN : text === 'inf' ? Infinity : Number(text);
      rows.sort((one, two) => {
        const [a, b] = [one.cells[column], two.cells[column]];
        if (!numeric) return sign * a.textContent.localeCompare(b.textContent);
        const [x, y] = [number(a.dataset.value), number(b.dataset.value)];
        if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
        return x === y ? 0 : sign * (x < y ? -1 : 1);
      });
      for (const each of heads) each.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', next);
      table.tBodies[0].append(...rows);
    });
  });
}

if ($('plot-metric')) {
  $('plot-metric').addEventListener('change', () => {
    for (const group of document.querySelectorAll('.plots')) {
      group.hidden = group.dataset.metric !== $('plot-metric').value;
    }
  });
}

if ($('viewer')) {
  const viewer = $('viewer');
  const stage = $('stage');
  let scene;
  let at = 50;
  let shown = 0; // counts scenes: what arrives late for an older one is dropped

  const option = (value) => Object.assign(document.createElement('option'), { value, textContent: value });
  const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

  const decoded = async (uri) => {
    const image = new Image();
    image.src = uri;
    await image.decode();
    return image;
  };
  const pixels = (image) => {
    const canvas = element('canvas', { width: image.naturalWidth, height: image.naturalHeight });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  };

  function divide(percent) {
    at = Math.min(100, Math.max(0, percent));
    stage.style.setProperty('--at', `${at}%`);
    $('divider').setAttribute('aria-valuenow', Math.round(at));
    $('divider').setAttribute('aria-valuetext', `${Math.round(at)} % ${$('left').value}`);
  }

  function resize() {
    const [, , width, height] = scene.window;
    const pair = $('mode').value === 'side' ? 2 : 1;
    const zoom = $('zoom').value;
    // A pixel of the picture is one of the screen's, or a whole number of them.
    const ratio = window.devicePixelRatio || 1;
    const room = viewer.clientWidth / (width * pair);
    const scale = zoom === 'fit' ? Math.min(room, Math.max(1 / ratio, Math.min(room, 0.8 * innerHeight / height)))
      : Number(zoom) / ratio;
    stage.style.width = `${width * pair * scale}px`;
    stage.style.height = `${height * scale}px`;
    viewer.classList.toggle('pixelated', scale * ratio >= 1.5);
  }

  async function drawDifference() {
    const token = shown;
    const names = [$('left').value, $('right').value];
    const [one, two] = (await Promise.all(names.map((n) => decoded(scene.pictures[n])))).map(pixels);
    if (token !== shown || names[0] !== $('left').value || names[1] !== $('right').value) return;
    const gain = Number($('gain').value);
    const out = new ImageData(one.width, one.height);
    for (let i = 0; i < out.data.length; i += 4) {
      for (let c = 0; c < 3; c += 1) out.data[i + c] = 128 + gain * (two.data[i + c] - one.data[i + c]);
      out.data[i + 3] = 255;
    }
    const canvas = $('difference');
    canvas.width = out.width;
    canvas.height = out.height;
    canvas.getContext('2d').putImageData(out, 0, 0);
  }

  function tag(place, name, side) {
    place.textContent = `${side}: ${name} `;
    if (scene.values[name]) place.append(element('small', { textContent: scene.values[name] }));
  }

  function update() {
    const [left, right, mode] = [$('left').value, $('right').value, $('mode').value];
    const other = viewer.classList.contains('other');
    viewer.className = mode + (other && mode === 'flip' ? ' other' : '');
    $('over').src = scene.pictures[left];
    $('over').alt = `${scene.name}: ${left}`;
    $('under').src = scene.pictures[right];
    $('under').alt = `${scene.name}: ${right}`;
    // Side by side the left one comes first.
    if (mode === 'side') stage.prepend($('over')); else stage.prepend($('under'));
    $('gain-field').hidden = mode !== 'difference';
    if (mode === 'difference') drawDifference();
    const flipped = mode === 'flip';
    tag($('tag-left'), left, flipped && !other ? 'Shown' : 'Left');
    tag($('tag-right'), right, flipped && other ? 'Shown' : 'Right');
    $('tag-left').hidden = flipped && other;
    $('tag-right').hidden = flipped && !other;
    resize();
    divide(at);
  }

  function showCrops() {
    const [width, height] = scene.size;
    const [left, top, w, h] = scene.window;
    const marks = [...document.querySelectorAll('#overview i')];
    for (const mark of marks) mark.remove();
    const mark = (box, text, kind) => {
      const frame = element('i', { className: kind });
      frame.style.cssText = `left:${100 * box[0] / width}%;top:${100 * box[1] / height}%;`
        + `width:${100 * box[2] / width}%;height:${100 * box[3] / height}%`;
      if (text) frame.append(element('b', { textContent: text }));
      $('overview').append(frame);
    };
    $('overview-image').src = scene.overview;
    const whole = w === width && h === height;
    if (!whole) mark(scene.window, '', 'window');
    $('place').textContent = whole ? `The whole picture, ${width} × ${height}.`
      : `A part of ${w} × ${h} at ${left}, ${top} of ${width} × ${height}, where the results differ most.`;
    const rows = scene.crops.map((crop, index) => {
      mark(crop.box, String(index + 1), '');
      const row = element('div', { className: 'crop', tabIndex: 0 });
      row.setAttribute('role', 'group');
      row.setAttribute('aria-label', `Part ${index + 1}, at ${crop.box[0]}, ${crop.box[1]}`);
      for (const [name, uri] of Object.entries(crop.pictures)) {
        const figure = element('figure');
        figure.append(
          element('img', { src: uri, alt: `${name}, part ${index + 1}`, width: crop.box[2] * 3, height: crop.box[3] * 3 }),
          element('figcaption', { textContent: `${index + 1} · ${name}` }));
        row.append(figure);
      }
      return row;
    });
    $('crops').replaceChildren(...rows);
    if (!rows.length) {
      $('crops').append(scene.differ ? 'They differ too little to be seen.' : 'The results are the same.');
    }
  }

  async function showMaps() {
    const token = shown;
    const reference = $('map-reference').value;
    const others = Object.keys(scene.values).filter((name) => name !== reference);
    $('maps').replaceChildren();
    const base = pixels(await decoded(scene.pictures[reference]));
    for (const name of others) {
      const own = pixels(await decoded(scene.pictures[name]));
      if (token !== shown || reference !== $('map-reference').value) return;
      const out = new ImageData(own.width, own.height);
      let sum = 0;
      for (let i = 0; i < out.data.length; i += 4) {
        const most = Math.max(
          Math.abs(own.data[i] - base.data[i]), Math.abs(own.data[i + 1] - base.data[i + 1]),
          Math.abs(own.data[i + 2] - base.data[i + 2]));
        sum += most;
        out.data[i] = most * 14;
        out.data[i + 1] = (most - 6) * 11;
        out.data[i + 2] = most < 6 ? most * 10 : (most - 18) * 18;
        out.data[i + 3] = 255;
      }
      const canvas = element('canvas', { width: out.width, height: out.height });
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', `Difference of ${name} from ${reference}`);
      canvas.getContext('2d').putImageData(out, 0, 0);
      const figure = element('figure');
      const mean = (sum / (out.width * out.height)).toFixed(2);
      figure.append(canvas, element('figcaption', { textContent: `${name}: mean ${mean} codes` }));
      $('maps').append(figure);
    }
  }

  function choose(index) {
    const list = $('scene');
    list.selectedIndex = (index + list.length) % list.length;
    shown += 1;
    scene = JSON.parse($(`scene-${list.value}`).textContent);
    const names = Object.keys(scene.pictures);
    const methods = Object.keys(scene.values);
    const keep = [$('left').value, $('right').value, $('map-reference').value];
    const reference = names.includes('truth') ? 'truth' : methods[0];
    const wanted = [
      methods.length > 1 ? methods[1] : names.includes('source') ? 'source' : reference,
      methods[0], reference];
    ['left', 'right', 'map-reference'].forEach((id, i) => {
      $(id).replaceChildren(...names.map(option));
      $(id).value = names.includes(keep[i]) ? keep[i] : wanted[i];
    });
    viewer.classList.remove('other');
    update();
    showCrops();
    showMaps();
  }

  // Anywhere in the picture the divider comes to the pointer, and follows it.
  const follow = (event) => {
    const box = stage.getBoundingClientRect();
    divide(100 * (event.clientX - box.left) / box.width);
  };
  stage.addEventListener('pointerdown', (event) => {
    if ($('mode').value !== 'slider' || event.button !== 0) return;
    stage.setPointerCapture(event.pointerId);
    follow(event);
  });
  stage.addEventListener('pointermove', (event) => {
    if (stage.hasPointerCapture(event.pointerId)) follow(event);
  });
  $('divider').addEventListener('keydown', (event) => {
    const step = event.shiftKey ? 10 : 1;
    const to = { ArrowLeft: at - step, ArrowDown: at - step, ArrowRight: at + step, ArrowUp: at + step,
      PageDown: at - 10, PageUp: at + 10, Home: 0, End: 100 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    divide(to);
  });

  const swap = () => {
    [$('left').value, $('right').value] = [$('right').value, $('left').value];
    update();
  };
  const flip = () => {
    if ($('mode').value !== 'flip') {
      $('mode').value = 'flip';
      viewer.classList.remove('other');
    }
    viewer.classList.toggle('other');
    update();
  };
  const keys = {
    ' ': flip, x: swap, n: () => choose($('scene').selectedIndex + 1),
    p: () => choose($('scene').selectedIndex - 1),
    d: () => { $('mode').value = $('mode').value === 'difference' ? 'slider' : 'difference'; update(); },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest('select, button, summary, a, input')) return;
    const key = event.key.toLowerCase();
    const digit = Number(key);
    if (keys[key]) keys[key]();
    else if (digit >= 1 && digit <= $('right').length && key !== ' ') {
      $('right').selectedIndex = digit - 1;
      update();
    } else return;
    event.preventDefault();
  });

  for (const id of ['left', 'right', 'mode', 'zoom', 'gain']) $(id).addEventListener('change', update);
  $('swap').addEventListener('click', swap);
  $('scene').addEventListener('change', () => choose($('scene').selectedIndex));
  $('before-scene').addEventListener('click', () => choose($('scene').selectedIndex - 1));
  $('next-scene').addEventListener('click', () => choose($('scene').selectedIndex + 1));
  $('map-reference').addEventListener('change', () => { shown += 1; showMaps(); });
  addEventListener('resize', resize);
  choose(0);
}
