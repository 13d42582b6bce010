//! A layered layout, from left to right: lines run along the improvements as far as these do not turn in a circle, so that states at which a conflict can rest
//! gather at the right.
//!
//! The steps are those of K. Sugiyama, S. Tagawa and M. Toda (1981), *Methods for visual understanding of hierarchical system structures*, IEEE Transactions on
//! Systems, Man, and Cybernetics 11, 109–125: turn lines that close a circle, put the boxes into layers, order every layer so that few lines cross, give
//! everything a place. All arithmetic is in whole units, so that every machine places alike.
//!
//! A line leaves its left box at the right side, ends at the left side of its right box, and passes the layers between along a lane of its own. So no line runs
//! through a box.

/// What is to be placed.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The least width and height of each box, in units (pixels on a screen).
    pub boxes: Vec<(i64, i64)>,
    /// The lines, from box to box, in the direction in which they would best run. Several may join the same boxes; none joins a box with itself.
    pub lines: Vec<(usize, usize)>,
}

/// Where everything is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The size of the whole.
    pub size: (i64, i64),
    /// The boxes, as in the request, often higher than asked for, so that every line has its own end.
    pub boxes: Vec<Place>,
    /// The lines, as in the request.
    pub lines: Vec<Course>,
}

/// Where a box is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its left side.
    pub x: i64,
    /// Its upper side.
    pub y: i64,
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: i64,
}

/// The course of a line from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Points in pairs: the line goes straight from the first to the second of a pair (through a layer), and swings from the second to the first of the next (between
    /// two layers). The first pair is the end at its left box, the last that at its right box.
    pub points: Vec<(i64, i64)>,
    /// Whether the left box is the one that the request names second.
    pub turned: bool,
}

/// Between the boxes of a layer.
const GAP: i64 = 16;
/// Between two lines through a layer, and between the ends of lines at a box.
const LANE: i64 = 12;
/// Between two layers, with few lines between them.
const STRIDE: i64 = 76;
/// Around the whole.
const MARGIN: i64 = 6;
/// How often the order of the layers is gone through.
const SWEEPS: usize = 24;

/// Something in a layer: a box, or a line that passes.
#[derive(Clone, Debug, Default)]
struct Slot {
    layer: usize,
    height: i64,
    is_box: bool,
    /// The slots it is joined with in the layers before and after, and by which line.
    before: Vec<(usize, usize)>,
    after: Vec<(usize, usize)>,
}

/// Places boxes and lines.
pub fn place(request: &Request) -> Layout {
    let count = request.boxes.len();
    if count == 0 {
        return Layout::default();
    }
    let turned = turned_lines(count, &request.lines);
    let ends: Vec<(usize, usize)> =
        request.lines.iter().zip(&turned).map(|(&(a, b), &turned)| if turned { (b, a) } else { (a, b) }).collect();
    let layer_of = layers(count, &ends);

    // Boxes first, then the lanes of lines through layers.
    let mut slots: Vec<Slot> = layer_of
        .iter()
        .zip(&request.boxes)
        .map(|(&layer, &(_, height))| Slot { layer, height, is_box: true, ..Slot::default() })
        .collect();
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for (line, &(a, b)) in ends.iter().enumerate() {
        let mut chain = vec![a];
        for layer in layer_of[a] + 1..layer_of[b] {
            slots.push(Slot { layer, height: 0, ..Slot::default() });
            chain.push(slots.len() - 1);
        }
        chain.push(b);
        for pair in chain.windows(2) {
            slots[pair[0]].after.push((pair[1], line));
            slots[pair[1]].before.push((pair[0], line));
        }
        chains.push(chain);
    }
    for slot in slots.iter_mut().filter(|slot| slot.is_box) {
        let ports = slot.before.len().max(slot.after.len()) as i64;
        slot.height = slot.height.max((ports + 1) * LANE);
    }
    let order = ordered(&slots);
    let middle = heights(&slots, &order);

    let top = (0..slots.len()).map(|slot| middle[slot] - slots[slot].height / 2).min().unwrap_or(0) - MARGIN;
    let (left, widths, width) = columns(request, &layer_of, &ends, &order, &middle);
    let mut layout = Layout { size: (width, 0), ..Layout::default() };
    for (slot, &(width, _)) in request.boxes.iter().enumerate() {
        let layer = layer_of[slot];
        layout.boxes.push(Place {
            x: left[layer] + (widths[layer] - width) / 2,
            y: middle[slot] - slots[slot].height / 2 - top,
            width,
            height: slots[slot].height,
        });
    }
    layout.size.1 =
        (0..slots.len()).map(|slot| middle[slot] + slots[slot].height / 2 - top).max().unwrap_or(0) + MARGIN;
    // The ends of lines at a box, in the order of where they go: then they do not cross at once.
    let mut port = vec![(0, 0); ends.len()];
    for (slot, of) in slots[..count].iter().enumerate() {
        for (side, is_after) in [(&of.before, false), (&of.after, true)] {
            let mut sorted: Vec<(usize, usize)> = side.clone();
            sorted.sort_by_key(|&(other, line)| (middle[other], line));
            for (place, &(_, line)) in sorted.iter().enumerate() {
                let height = layout.boxes[slot].height;
                let y = layout.boxes[slot].y + height * (place as i64 + 1) / (sorted.len() as i64 + 1);
                if is_after { port[line].0 = y } else { port[line].1 = y }
            }
        }
    }
    for (line, chain) in chains.iter().enumerate() {
        let mut points = Vec::new();
        for (place, &slot) in chain.iter().enumerate() {
            let layer = slots[slot].layer;
            let (start, end) = (left[layer], left[layer] + widths[layer]);
            if place == 0 {
                let own = layout.boxes[slot];
                points.extend([(own.x + own.width, port[line].0), (end, port[line].0)]);
            } else if place + 1 == chain.len() {
                points.extend([(start, port[line].1), (layout.boxes[slot].x, port[line].1)]);
            } else {
                points.extend([(start, middle[slot] - top), (end, middle[slot] - top)]);
            }
        }
        layout.lines.push(Course { points, turned: turned[line] });
    }
    layout
}

/// Which lines to turn so that no circle is left: those that lead back to a box from which a search in the order of the boxes has not yet returned.
fn turned_lines(count: usize, lines: &[(usize, usize)]) -> Vec<bool> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut incoming = vec![0; count];
    for (line, &(a, b)) in lines.iter().enumerate() {
        out[a].push(line);
        incoming[b] += 1;
    }
    let mut turned = vec![false; lines.len()];
    // 0 not seen, 1 on the way, 2 done.
    let mut state = vec![0u8; count];
    let mut roots: Vec<usize> = (0..count).collect();
    roots.sort_by_key(|&node| (incoming[node], node));
    for root in roots {
        if state[root] != 0 {
            continue;
        }
        state[root] = 1;
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            if let Some(&line) = out[*node].get(*next) {
                *next += 1;
                let to = lines[line].1;
                match state[to] {
                    0 => {
                        state[to] = 1;
                        path.push((to, 0));
                    }
                    1 => turned[line] = true,
                    _ => {}
                }
            } else {
                state[*node] = 2;
                path.pop();
            }
        }
    }
    turned
}

/// The layer of each box: as far left as its lines allow; but boxes that no line leads to stand just before those they lead to, and boxes that no line leaves
/// stand in the last layer.
fn layers(count: usize, ends: &[(usize, usize)]) -> Vec<usize> {
    let mut layer = vec![0usize; count];
    // Lines do not turn in a circle, so this ends after at most as many rounds as there are boxes.
    let mut changed = true;
    while changed {
        changed = false;
        for &(a, b) in ends {
            if layer[b] <= layer[a] {
                layer[b] = layer[a] + 1;
                changed = true;
            }
        }
    }
    let last = layer.iter().copied().max().unwrap_or(0);
    for (node, layer) in layer.iter_mut().enumerate() {
        if !ends.iter().any(|&(a, _)| a == node) {
            *layer = last;
        }
    }
    for node in 0..count {
        let is_source = !ends.iter().any(|&(_, b)| b == node);
        let nearest = ends.iter().filter(|&&(a, _)| a == node).map(|&(_, b)| layer[b]).min();
        if let (true, Some(nearest)) = (is_source, nearest) {
            layer[node] = nearest - 1;
        }
    }
    layer
}

/// The slots of each layer from top to bottom, in an order with few crossings.
fn ordered(slots: &[Slot]) -> Vec<Vec<usize>> {
    let depth = slots.iter().map(|slot| slot.layer).max().unwrap_or(0) + 1;
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); depth];
    for (slot, of) in slots.iter().enumerate() {
        order[of.layer].push(slot);
    }
    let mut best = (crossings(slots, &order), order.clone());
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let along: Vec<usize> =
            if forward { (1..depth).collect() } else { (0..depth.saturating_sub(1)).rev().collect() };
        for layer in along {
            let position = positions(slots.len(), &order);
            let mut keyed: Vec<(i64, usize, usize)> = order[layer]
                .iter()
                .enumerate()
                .map(|(place, &slot)| {
                    let near = if forward { &slots[slot].before } else { &slots[slot].after };
                    // A slot that is joined with nothing on this side stays where it is.
                    let key = if near.is_empty() {
                        place as i64 * 1000
                    } else {
                        near.iter().map(|&(other, _)| position[other] as i64 * 1000).sum::<i64>() / near.len() as i64
                    };
                    (key, place, slot)
                })
                .collect();
            keyed.sort_unstable();
            order[layer] = keyed.into_iter().map(|(_, _, slot)| slot).collect();
        }
        let now = crossings(slots, &order);
        if now < best.0 {
            best = (now, order.clone());
        }
    }
    best.1
}

fn positions(slots: usize, order: &[Vec<usize>]) -> Vec<usize> {
    let mut position = vec![0; slots];
    for layer in order {
        for (place, &slot) in layer.iter().enumerate() {
            position[slot] = place;
        }
    }
    position
}

/// How many pairs of lines cross between neighbouring layers.
fn crossings(slots: &[Slot], order: &[Vec<usize>]) -> usize {
    let position = positions(slots.len(), order);
    let mut count = 0;
    for layer in order {
        let lines: Vec<(usize, usize)> = layer
            .iter()
            .flat_map(|&slot| slots[slot].after.iter().map(move |&(to, _)| (slot, to)))
            .map(|(from, to)| (position[from], position[to]))
            .collect();
        for (place, a) in lines.iter().enumerate() {
            count += lines[place + 1..].iter().filter(|b| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1)).count();
        }
    }
    count
}

/// The middle of each slot: as near to what it is joined with as its neighbours in the layer allow.
fn heights(slots: &[Slot], order: &[Vec<usize>]) -> Vec<i64> {
    let mut middle = vec![0i64; slots.len()];
    let apart = |a: usize, b: usize| {
        let gap = if slots[a].is_box && slots[b].is_box { GAP } else { LANE };
        (slots[a].height + 1) / 2 + (slots[b].height + 1) / 2 + gap
    };
    for layer in order {
        for pair in layer.windows(2) {
            middle[pair[1]] = middle[pair[0]] + apart(pair[0], pair[1]);
        }
    }
    for round in 0..12 {
        let depth = order.len();
        let along: Vec<usize> = if round % 2 == 0 { (0..depth).collect() } else { (0..depth).rev().collect() };
        for layer in along {
            let mut wanted: Vec<i64> = Vec::new();
            for (place, &slot) in order[layer].iter().enumerate() {
                let near: Vec<i64> =
                    slots[slot].before.iter().chain(&slots[slot].after).map(|&(other, _)| middle[other]).collect();
                wanted.push(match (near.is_empty(), place) {
                    (false, _) => near.iter().sum::<i64>() / near.len() as i64,
                    // What is joined with nothing stays close to what stands above it.
                    (true, 1..) => wanted[place - 1] + apart(order[layer][place - 1], slot),
                    (true, 0) => middle[slot],
                });
            }
            let gaps: Vec<i64> = order[layer].windows(2).map(|pair| apart(pair[0], pair[1])).collect();
            for (&slot, y) in order[layer].iter().zip(spread(&wanted, &gaps)) {
                middle[slot] = y;
            }
        }
    }
    middle
}

/// The places nearest to those wanted (least squares) that keep the order and the gaps: pool adjacent violators.
fn spread(wanted: &[i64], gaps: &[i64]) -> Vec<i64> {
    let mut offset = vec![0];
    for gap in gaps {
        offset.push(offset[offset.len() - 1] + gap);
    }
    // Blocks of slots that touch: the sum of what they want, and how many they are.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offset) {
        let mut block = (want - offset, 1);
        while let Some(&(sum, count)) = blocks.last() {
            if sum.div_euclid(count) < block.0.div_euclid(block.1) {
                break;
            }
            block = (block.0 + sum, block.1 + count);
            blocks.pop();
        }
        blocks.push(block);
    }
    let levels = blocks.iter().flat_map(|&(sum, count)| std::iter::repeat_n(sum.div_euclid(count), count as usize));
    levels.zip(&offset).map(|(level, offset)| level + offset).collect()
}

/// The left side and the width of each layer, and the width of the whole. Where many lines swing, the layers stand further apart.
fn columns(
    request: &Request, layer_of: &[usize], ends: &[(usize, usize)], order: &[Vec<usize>], middle: &[i64],
) -> (Vec<i64>, Vec<i64>, i64) {
    let widths: Vec<i64> = (0..order.len())
        .map(|layer| {
            (0..layer_of.len()).filter(|&b| layer_of[b] == layer).map(|b| request.boxes[b].0).max().unwrap_or(0)
        })
        .collect();
    let mut left = Vec::new();
    let mut x = MARGIN;
    for (layer, width) in widths.iter().enumerate() {
        left.push(x);
        let passing = ends.iter().filter(|&&(a, b)| layer_of[a] <= layer && layer < layer_of[b]).count() as i64;
        let tall = order[layer].iter().map(|&slot| middle[slot]).max().unwrap_or(0)
            - order[layer].iter().map(|&slot| middle[slot]).min().unwrap_or(0);
        let stride = if passing == 0 { 0 } else { STRIDE + (passing * 2).min(40) + (tall / 12).min(40) };
        x += width + stride;
    }
    (left, widths, x + MARGIN)
}
