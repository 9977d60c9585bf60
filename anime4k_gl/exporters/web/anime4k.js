@CREDIT@
//
// An upscaler of drawn pictures and video, on a canvas, through WebGL 2.
//
//     import { Anime4K } from './anime4k.js';
//     const anime4k = new Anime4K(canvas, { preset: '@PRESET@' });
//     anime4k.upscale(image, { scale: 2 });

const DATA = @DATA@;

/** What went wrong, for people: no WebGL 2, a picture too large, a shader that a driver refuses. */
export class Anime4KError extends Error {
  name = 'Anime4KError';
}

/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {string} desc what it does
 * @property {'float'|'int'|'uint'} type
 * @property {number} value the initial value
 * @property {number} minimum
 * @property {number} maximum
 */

/**
 * @typedef {object} Preset
 * @property {string} title a line for people
 * @property {Parameter[]} parameters
 */

/** @typedef {TexImageSource} Source */

/** @typedef {{texture: WebGLTexture, framebuffer: WebGLFramebuffer, width: number, height: number,
 *             bits: number}} Surface */

/**
 * Upscales pictures and video frames onto a canvas of its own.
 *
 * The canvas gets the result's size. Its content is straight: neither premultiplied nor converted
 * to another colour space. All objects on the graphics card belong to this object until `dispose`.
 */
export class Anime4K {
  /** The presets by name. @type {Readonly<Record<string, Preset>>} */
  static presets = Object.fromEntries(Object.entries(DATA.presets)
    .map(([name, { title, parameters }]) => [name, { title, parameters }]));

  /** @type {WebGL2RenderingContext} */ #gl;
  #canvas;
  #preset = DATA.preset;
  #values = new Map(Object.entries(DATA.presets)
    .map(([name, preset]) => [name, parameterValues(name, preset.parameters)]));

  /** @type {Map<number, Program>} */ #programs = new Map();
  /** @type {Surface[]} */ #free = [];
  /** @type {Surface[]} */ #surfaces = [];
  /** @type {Surface|null} */ #source = null;
  /** What was drawn last: the result, and the scaled picture, which has its alpha.
   * @type {{result: Surface, picture: Surface, alpha: boolean}|null} */ #last = null;
  /** @type {Stopwatch|null} */ #stopwatch = null;
  #disposed = false;

  /**
   * @param {HTMLCanvasElement|OffscreenCanvas} canvas one without a context so far
   * @param {{preset?: string, params?: Record<string, number>}} [options] a preset's name, and
   *   values for its parameters
   * @throws {Anime4KError} no WebGL 2, or none that draws to half floats
   */
  constructor(canvas, { preset = DATA.preset, params = {} } = {}) {
    const gl = canvas.getContext('webgl2', {
      alpha: true, premultipliedAlpha: false, antialias: false, depth: false, stencil: false,
      powerPreference: 'high-performance',
    });
    if (!gl) {
      throw new Anime4KError('This browser has no WebGL 2 here, which the upscaler runs on. '
        + 'A current browser with graphics acceleration switched on has.');
    }
    this.#gl = /** @type {WebGL2RenderingContext} */ (gl);
    this.#canvas = canvas;
    this.preset = preset;
    Object.assign(this.params, params);
    this.#prepare();
    canvas.addEventListener('webglcontextlost', this.#onLost);
    canvas.addEventListener('webglcontextrestored', this.#onRestored);
  }

  /** The preset's name. Set it to choose another one; each keeps its own parameters. */
  get preset() {
    return this.#preset;
  }

  set preset(name) {
    if (!Object.hasOwn(DATA.presets, name)) {
      throw new Anime4KError(`There is no preset ${name}; there are: `
        + `${Object.keys(DATA.presets).join(', ')}.`);
    }
    this.#preset = name;
  }

  /**
   * The preset's parameters. Assign to them; they count from the next `upscale`. A value out of
   * range throws a RangeError, and so does a name that the preset does not have.
   * @returns {Record<string, number>}
   */
  get params() {
    return this.#values.get(this.#preset);
  }

  /** Milliseconds that a frame took lately, or null where none was measured yet. */
  get milliseconds() {
    return this.#stopwatch?.milliseconds ?? null;
  }

  /** Whether `milliseconds` is the graphics card's own time; else it is the clock's. */
  get measuredByGpu() {
    return this.#stopwatch?.byGpu ?? false;
  }

  /** How many pixels a side may have. */
  get mostPixels() {
    const gl = this.#gl;
    return Math.min(gl.getParameter(gl.MAX_TEXTURE_SIZE) ?? 0,
      ...(gl.getParameter(gl.MAX_VIEWPORT_DIMS) ?? []));
  }

  /**
   * Draw a picture or a video's present frame onto the canvas, upscaled.
   *
   * @param {Source} source an image or video element, an ImageBitmap, VideoFrame, ImageData or
   *   canvas; it stays the caller's
   * @param {{scale?: number, width?: number, height?: number}} [size] a factor of 1 or more (2 by
   *   default), or the result's width and height in pixels, none less than the source's
   * @returns {boolean} whether it was drawn: not while the context is lost, or the source has no
   *   picture yet
   * @throws {Anime4KError} a picture or result that is too large, or smaller than the source
   */
  upscale(source, { scale = 2, width, height } = {}) {
    if (this.#disposed) throw new Anime4KError('This upscaler was disposed of.');
    const gl = this.#gl;
    const from = sizeOf(source);
    if (gl.isContextLost() || !from.width || !from.height) return false;
    const to = {
      width: Math.round(width ?? from.width * scale),
      height: Math.round(height ?? from.height * scale),
    };
    this.#check(from, to);

    const alpha = mayHaveAlpha(source);
    const scaling = DATA.scaling[alpha ? 'alpha' : 'opaque'];
    const { scaled_bits: scaledBits, chains } = DATA.presets[this.#preset];
    // Some passes run from a scale on, or up to it.
    const { passes, of_source: ofSource } = chains
      .findLast((chain) => to.width / from.width >= chain.from);
    // Passes of the source scale by themselves; then the scaled picture gives its alpha alone.
    const before = ofSource && !alpha ? [] : scaling;
    for (const { multiple } of passes) this.#checkSize('enlarged picture would be', from, multiple);
    const bleeding = alpha && ofSource ? [{ program: DATA.gathered }, { program: DATA.spread }] : [];
    this.#compile([...before, ...passes, ...bleeding]);
    this.#upload(source, from);
    this.#stopwatch?.start();
    this.#keepSurfacesFor(to);
    const surfaces = new Map([['source', this.#source]]);
    // As the desktop's engine does it: alpha weighs colour, and wants all of it.
    const bits = alpha ? 16 : scaledBits;
    for (const pass of before) this.#draw({ ...pass, bits }, surfaces, from, to);
    const picture = surfaces.get('picture');
    if (ofSource && picture) {
      // Their first pass writes another one.
      surfaces.set('alpha', picture);
      surfaces.delete('picture');
      surfaces.set('source', this.#bled(from));
    }
    for (const pass of passes) this.#draw(pass, surfaces, from, to, alpha && !ofSource);
    const result = surfaces.get(passes.at(-1)?.output ?? 'picture');
    this.#last = { result, picture, alpha };
    if (this.#canvas.width !== to.width) this.#canvas.width = to.width;
    if (this.#canvas.height !== to.height) this.#canvas.height = to.height;
    this.#present();
    this.#stopwatch?.stop();
    // The result stays where it is until the next picture.
    for (const surface of surfaces.values()) {
      if (surface !== this.#source && !this.#free.includes(surface)) this.#free.push(surface);
    }
    return true;
  }

  /**
   * Return what was drawn last, row 0 on top, with straight alpha. Waits for the graphics card.
   * @returns {ImageData}
   * @throws {Anime4KError} nothing was drawn yet, or it was lost with the context
   */
  read() {
    const gl = this.#gl;
    if (!this.#last || gl.isContextLost()) throw new Anime4KError('Nothing was drawn yet.');
    this.#present();
    const { width, height } = this.#last.result;
    const upsideDown = new Uint8Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, upsideDown);
    const image = new ImageData(width, height);
    for (let y = 0; y < height; y++) {
      const row = 4 * width * (height - 1 - y);
      image.data.set(upsideDown.subarray(row, row + 4 * width), 4 * width * y);
    }
    return image;
  }

  /** Free everything on the graphics card. The object cannot be used afterwards. */
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#canvas.removeEventListener('webglcontextlost', this.#onLost);
    this.#canvas.removeEventListener('webglcontextrestored', this.#onRestored);
    const gl = this.#gl;
    this.#dropSurfaces();
    if (this.#source) this.#deleteSurface(this.#source);
    this.#source = null;
    for (const program of this.#programs.values()) gl.deleteProgram(program.handle);
    this.#programs.clear();
    gl.deleteSampler(this.#samplers?.linear ?? null);
    gl.deleteSampler(this.#samplers?.nearest ?? null);
    this.#stopwatch?.dispose();
    this.#stopwatch = null;
  }

  /** @type {{linear: WebGLSampler, nearest: WebGLSampler}|undefined} */ #samplers;

  // A lost context comes back only where the event's default, to give up, is prevented.
  #onLost = (event) => {
    event.preventDefault();
    this.#programs.clear();
    this.#surfaces = [];
    this.#free = [];
    this.#source = null;
    this.#last = null;
    this.#stopwatch = null;
  };

  #onRestored = () => this.#prepare();

  /** Make what does not depend on a picture. */
  #prepare() {
    const gl = this.#gl;
    const floats = gl.getExtension('EXT_color_buffer_float')
      ?? gl.getExtension('EXT_color_buffer_half_float');
    if (!floats && !gl.isContextLost()) {
      throw new Anime4KError('This graphics driver cannot draw to half-float textures '
        + '(EXT_color_buffer_float), which the upscaler computes in.');
    }
    // As the picture comes: no row order, alpha or colours are to be changed on the way.
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.disable(gl.BLEND);
    gl.disable(gl.DITHER);
    gl.bindVertexArray(gl.createVertexArray());
    const sampler = (filter) => {
      const made = gl.createSampler();
      gl.samplerParameteri(made, gl.TEXTURE_MIN_FILTER, filter);
      gl.samplerParameteri(made, gl.TEXTURE_MAG_FILTER, filter);
      gl.samplerParameteri(made, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.samplerParameteri(made, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      return made;
    };
    this.#samplers = { linear: sampler(gl.LINEAR), nearest: sampler(gl.NEAREST) };
    this.#stopwatch = new Stopwatch(gl);
  }

  #check(from, to) {
    this.#checkSize('picture is', from);
    this.#checkSize('result would be', to);
    if (!(to.width >= from.width && to.height >= from.height)) {
      throw new Anime4KError(`This only makes pictures larger, and ${to.width} × ${to.height} is `
        + `less than ${from.width} × ${from.height}.`);
    }
  }

  /** Refuse a size, so many times over, that textures cannot have. */
  #checkSize(what, size, times = 1) {
    const [width, height] = [size.width * times, size.height * times];
    const most = this.mostPixels;
    if (width > most || height > most) {
      throw new Anime4KError(`The ${what} ${width} × ${height} pixels; this graphics driver's `
        + `textures end at ${most} a side.${what === 'picture is' ? '' : ' Choose a smaller size.'}`);
    }
  }

  /** Compile what is not compiled yet: all at once, since drivers compile side by side. */
  #compile(passes) {
    const gl = this.#gl;
    const wanted = new Set([...passes.map((pass) => pass.program), DATA.present]);
    const made = [...wanted].filter((index) => !this.#programs.has(index))
      .map((index) => [index, new Program(gl, DATA.vertex, DATA.programs[index])]);
    for (const [index, program] of made) {
      program.check();
      this.#programs.set(index, program);
    }
  }

  #upload(source, { width, height }) {
    const gl = this.#gl;
    let surface = this.#source;
    if (surface?.width !== width || surface?.height !== height) {
      if (surface) this.#deleteSurface(surface);
      surface = this.#source = this.#makeSurface(width, height, 8);
    }
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, surface.texture);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, gl.RGBA, gl.UNSIGNED_BYTE, source);
  }

  /** Draw a pass into a surface that nobody reads any more. */
  #draw(pass, surfaces, from, to, keepPicture = false) {
    const gl = this.#gl;
    // Half of an odd side is rounded up.
    const width = pass.multiple && !pass.rows ? from.width * pass.multiple
      : Math.ceil(to.width / pass.divisor);
    const height = pass.multiple || pass.rows ? from.height * (pass.multiple || 1)
      : Math.ceil(to.height / pass.divisor);
    const surface = this.#takeSurface(width, height, pass.bits);
    const program = this.#programs.get(pass.program);
    gl.bindFramebuffer(gl.FRAMEBUFFER, surface.framebuffer);
    gl.viewport(0, 0, width, height);
    gl.useProgram(program.handle);
    this.#bind(program, pass.inputs.map((name) => surfaces.get(name)));
    program.vector('a4k_input_size', from.width, from.height);
    program.vector('a4k_out_size', width, height);
    for (const [name, { type, value }] of Object.entries(this.#parametersOf(pass))) {
      program.number(name, type, value);
    }
    gl.drawArrays(gl.TRIANGLES, 0, 6);
    surfaces.set(pass.output, surface);
    for (const name of pass.frees) {
      if (name !== 'source' && !(name === 'picture' && keepPicture)) {
        this.#free.push(surfaces.get(name));
        surfaces.delete(name);
      }
    }
  }

  /**
   * Return the source with colours of visible pixels in the transparent ones near them, since passes
   * of the source would take what lies there for lines. As the desktop's engine does it: each texel
   * of a picture of half the size is the mean of four, and so on; what has no colour takes its.
   */
  #bled(from) {
    const draw = (program, divisor, fine, coarse) => {
      const surfaces = new Map([['fine', fine], ['coarse', coarse]]);
      this.#draw({ program, divisor, inputs: ['fine', 'coarse'], output: 'made', bits: 16, params: [],
        frees: [] }, surfaces, from, from);
      return surfaces.get('made');
    };
    const levels = [this.#source];
    for (let divisor = 2; divisor < 2 * Math.max(from.width, from.height); divisor *= 2) {
      levels.push(draw(DATA.gathered, divisor, levels.at(-1), levels.at(-1)));
    }
    let bled = levels.pop();
    while (levels.length > 0) {
      const [fine, coarse] = [levels.pop(), bled];
      bled = draw(DATA.spread, 2 ** levels.length, fine, coarse);
      if (coarse !== this.#source) this.#free.push(coarse);
      if (fine !== this.#source) this.#free.push(fine);
    }
    return bled;
  }

  #parametersOf(pass) {
    const known = DATA.presets[this.#preset].parameters;
    return Object.fromEntries(pass.params.map((name) => [name, {
      type: known.find((parameter) => parameter.name === name).type,
      value: this.params[name],
    }]));
  }

  /** Draw what was last computed onto the canvas, whose rows count from below. */
  #present() {
    const gl = this.#gl;
    const { result, picture, alpha } = this.#last;
    const program = this.#programs.get(DATA.present);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, result.width, result.height);
    gl.useProgram(program.handle);
    this.#bind(program, [result, alpha ? picture : result]);
    gl.drawArrays(gl.TRIANGLES, 0, 6);
  }

  /** Give each input two samplers where its pass asks for both: between texels, and of texels. */
  #bind(program, inputs) {
    const gl = this.#gl;
    let unit = 0;
    inputs.forEach((surface, index) => {
      for (const [name, sampler] of [[`a4k_texture${index}`, this.#samplers.linear],
        [`a4k_near${index}`, this.#samplers.nearest]]) {
        if (!program.has(name)) continue;
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, surface.texture);
        gl.bindSampler(unit, sampler);
        program.number(name, 'int', unit++);
      }
      program.vector(`a4k_size${index}`, surface.width, surface.height);
    });
  }

  #keepSurfacesFor({ width, height }) {
    if (this.#kept?.width === width && this.#kept?.height === height
        && this.#kept?.rows === this.#source.height
        && this.#kept?.columns === this.#source.width) return;
    this.#dropSurfaces();
    this.#kept = { width, height, rows: this.#source.height, columns: this.#source.width };
  }

  /** @type {{width: number, height: number, rows: number, columns: number}|null} */
  #kept = null;

  #takeSurface(width, height, bits) {
    const index = this.#free.findIndex((s) => s.width === width && s.height === height
      && s.bits === bits);
    if (index >= 0) return this.#free.splice(index, 1)[0];
    const surface = this.#makeSurface(width, height, bits);
    this.#surfaces.push(surface);
    return surface;
  }

  /** @returns {Surface} */
  #makeSurface(width, height, bits) {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, bits === 8 ? gl.RGBA8 : gl.RGBA16F, width, height);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    return { texture, framebuffer, width, height, bits };
  }

  #deleteSurface({ texture, framebuffer }) {
    this.#gl.deleteTexture(texture);
    this.#gl.deleteFramebuffer(framebuffer);
  }

  #dropSurfaces() {
    for (const surface of this.#surfaces) this.#deleteSurface(surface);
    this.#surfaces = [];
    this.#free = [];
    this.#last = null;
    this.#kept = null;
  }
}

/** A compiled program, and where its uniforms are. */
class Program {
  #gl;
  #shaders;
  #places = new Map();

  constructor(gl, vertex, fragment) {
    this.#gl = gl;
    this.handle = gl.createProgram();
    this.#shaders = [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]
      .map(([type, text]) => {
        const shader = gl.createShader(type);
        gl.shaderSource(shader, text);
        gl.compileShader(shader);
        gl.attachShader(this.handle, shader);
        return shader;
      });
    gl.linkProgram(this.handle);
  }

  /** Wait for the compiler. */
  check() {
    const gl = this.#gl;
    if (!gl.getProgramParameter(this.handle, gl.LINK_STATUS) && !gl.isContextLost()) {
      const said = this.#shaders.map((shader) => gl.getShaderInfoLog(shader));
      const log = [...said, gl.getProgramInfoLog(this.handle)].filter(Boolean).join('\n');
      throw new Anime4KError(`This graphics driver refuses a shader:\n${log}`);
    }
    for (const shader of this.#shaders) gl.deleteShader(shader);
    const count = gl.getProgramParameter(this.handle, gl.ACTIVE_UNIFORMS) ?? 0;
    for (let i = 0; i < count; i++) {
      const { name } = gl.getActiveUniform(this.handle, i);
      this.#places.set(name, gl.getUniformLocation(this.handle, name));
    }
  }

  has(name) {
    return this.#places.has(name);
  }

  vector(name, x, y) {
    this.#gl.uniform2f(this.#places.get(name) ?? null, x, y);
  }

  number(name, type, value) {
    const set = { float: 'uniform1f', int: 'uniform1i', uint: 'uniform1ui' }[type];
    this.#gl[set](this.#places.get(name) ?? null, value);
  }
}

/** Measures frames without waiting for them: by the graphics card where that tells its time. */
class Stopwatch {
  milliseconds = null;
  #gl;
  #timer;
  #running = null;
  #pending = [];
  #disposed = false;

  constructor(gl) {
    this.#gl = gl;
    this.#timer = gl.getExtension('EXT_disjoint_timer_query_webgl2');
  }

  get byGpu() {
    return this.#timer !== null;
  }

  start() {
    this.#look();
    // While three frames are under way a fourth would tell nothing new.
    if (this.#pending.length >= 3) return;
    const gl = this.#gl;
    if (this.#timer) {
      this.#running = gl.createQuery();
      gl.beginQuery(this.#timer.TIME_ELAPSED_EXT, this.#running);
    } else {
      this.#running = performance.now();
    }
  }

  stop() {
    if (this.#running === null) return;
    const gl = this.#gl;
    if (this.#timer) {
      gl.endQuery(this.#timer.TIME_ELAPSED_EXT);
      this.#pending.push(this.#running);
    } else {
      this.#pending.push({ since: this.#running, fence: gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) });
      gl.flush();
    }
    this.#running = null;
    this.#lookSoon();
  }

  dispose() {
    this.#disposed = true;
    for (const entry of this.#pending) {
      if (this.#timer) this.#gl.deleteQuery(entry);
      else this.#gl.deleteSync(entry.fence);
    }
    this.#pending = [];
  }

  #lookSoon() {
    setTimeout(() => {
      if (this.#disposed || this.#gl.isContextLost()) return;
      this.#look();
      if (this.#pending.length) this.#lookSoon();
    }, 1);
  }

  #look() {
    const gl = this.#gl;
    const disjoint = this.#timer && gl.getParameter(this.#timer.GPU_DISJOINT_EXT);
    while (this.#pending.length) {
      const [first] = this.#pending;
      let took;
      if (this.#timer) {
        if (!gl.getQueryParameter(first, gl.QUERY_RESULT_AVAILABLE)) return;
        took = gl.getQueryParameter(first, gl.QUERY_RESULT) / 1e6;
        gl.deleteQuery(first);
      } else {
        if (gl.getSyncParameter(first.fence, gl.SYNC_STATUS) !== gl.SIGNALED) return;
        took = performance.now() - first.since;
        gl.deleteSync(first.fence);
      }
      this.#pending.shift();
      // Smoothed, so that it can be read while a video plays.
      if (!disjoint) this.milliseconds = (this.milliseconds ?? took) * 0.8 + took * 0.2;
    }
  }
}

/** A preset's parameters as an object that takes no wrong value, in sloppy scripts neither. */
function parameterValues(preset, parameters) {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return new Proxy(values, {
    set(target, name, given) {
      const parameter = known.get(name);
      if (!parameter) {
        throw new RangeError(`${preset} has no parameter ${String(name)}; it has: `
          + `${[...known.keys()].join(', ') || 'none'}`);
      }
      const { type, minimum, maximum } = parameter;
      const number = Number(given);
      if (!(number >= minimum && number <= maximum) || (type !== 'float' && number % 1)) {
        throw new RangeError(`${name} is ${type === 'float' ? 'a number' : 'a whole number'} `
          + `from ${minimum} to ${maximum}, not ${given}`);
      }
      target[name] = number;
      return true;
    },
    deleteProperty: () => false,
  });
}

/** The size of a source's picture, 0 where it has none yet. */
function sizeOf(source) {
  return {
    width: source.videoWidth ?? source.naturalWidth ?? source.displayWidth ?? source.width,
    height: source.videoHeight ?? source.naturalHeight ?? source.displayHeight ?? source.height,
  };
}

/** Whether a source's alpha counts. Of a video's frames it does not. */
function mayHaveAlpha(source) {
  return !('videoWidth' in source || 'displayWidth' in source);
}
