// The picture as a file of its own: all of it, with its styles and a legend, as SVG or drawn to a PNG.

import { download } from '../../lib/download';

const NS = 'http://www.w3.org/2000/svg';
/** What of a style is written out. */
const STYLES = ['fill', 'stroke', 'stroke-width', 'font-size', 'font-weight', 'font-family', 'text-anchor', 'opacity'];
/** A side of a PNG has so many pixels at most: browsers draw no larger ones. */
const MOST = 8000;

/** A decision maker in the legend. */
export interface Mover {
  name: string;
  /** The class that gives its colour. */
  colour: string;
  dash: string;
}

interface Size {
  width: number;
  height: number;
}

/** The picture as the text of an SVG file. */
function standalone(svg: SVGSVGElement, size: Size, movers: Mover[], title: string): { text: string } & Size {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  for (const one of copy.querySelectorAll('.wide')) one.remove();
  // What is looked at just now is no part of the picture.
  for (const one of copy.querySelectorAll('.chosen, .near')) one.classList.remove('chosen', 'near');
  const legend = document.createElementNS(NS, 'g');
  movers.forEach((mover, at) => {
    const y = size.height + 18 + at * 20;
    const line = document.createElementNS(NS, 'path');
    line.setAttribute('d', `M8 ${y}L56 ${y}`);
    line.setAttribute('class', `legend ${mover.colour}`);
    if (mover.dash) line.setAttribute('stroke-dasharray', mover.dash);
    const name = document.createElementNS(NS, 'text');
    name.setAttribute('x', '66');
    name.setAttribute('y', String(y + 4));
    name.setAttribute('class', 'legend');
    name.textContent = mover.name;
    legend.append(line, name);
  });
  copy.append(legend);
  // Styles are computed where the style sheet of the page reaches them, out of sight.
  const place = document.createElement('div');
  place.className = 'visually-hidden';
  place.append(copy);
  (svg.parentElement ?? document.body).append(place);
  const background = getComputedStyle(document.body).backgroundColor;
  const ink = getComputedStyle(document.body).color;
  for (const one of copy.querySelectorAll<SVGElement>('*')) {
    const style = getComputedStyle(one);
    if (one.matches('g, title')) {
      if (style.opacity !== '1') one.setAttribute('opacity', style.opacity);
      continue;
    }
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value && !(name === 'opacity' && value === '1') && (one.tagName === 'text' || !name.startsWith('font') && name !== 'text-anchor')) one.setAttribute(name, value);
    }
    if (one.matches('path.legend')) {
      one.setAttribute('stroke', style.color);
      one.setAttribute('stroke-width', '2');
    } else if (one.matches('text.legend')) {
      one.setAttribute('fill', ink);
      one.setAttribute('font-size', '12px');
      one.setAttribute('text-anchor', 'start');
    }
  }
  place.remove();
  for (const one of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of one.getAttributeNames()) if (/^(class|tabindex|role|data-.*|aria-.*)$/.test(name)) one.removeAttribute(name);
  }
  const whole = { width: Math.max(size.width, 240), height: size.height + 14 + movers.length * 20 };
  copy.setAttribute('xmlns', NS);
  copy.setAttribute('viewBox', `0 0 ${whole.width} ${whole.height}`);
  copy.setAttribute('width', String(whole.width));
  copy.setAttribute('height', String(whole.height));
  copy.setAttribute('font-family', 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif');
  const ground = document.createElementNS(NS, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', background);
  const name = document.createElementNS(NS, 'title');
  name.textContent = title;
  copy.prepend(name, ground);
  return { text: `${new XMLSerializer().serializeToString(copy)}\n`, ...whole };
}

/** Saves the picture as SVG. */
export function saveSvg(name: string, svg: SVGSVGElement, size: Size, movers: Mover[], title: string): void {
  download(`${name}.svg`, 'image/svg+xml', standalone(svg, size, movers, title).text);
}

/** Saves the picture as PNG, two pixels for one of the screen unless it would be too large. */
export async function savePng(name: string, svg: SVGSVGElement, size: Size, movers: Mover[], title: string): Promise<void> {
  const { text, width, height } = standalone(svg, size, movers, title);
  const scale = Math.min(2, MOST / width, MOST / height);
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('the browser cannot make a PNG of a picture of this size; save it as SVG');
    download(`${name}.png`, 'image/png', blob);
  } finally {
    URL.revokeObjectURL(url);
  }
}
