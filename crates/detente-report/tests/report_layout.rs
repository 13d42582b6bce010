//! The geometry of pictures, on random graphs: what is drawn can be told apart.

use detente_report::graph::layout::{Layout, Place, Request, place};
use detente_testkit::Rng;

fn random_request(rng: &mut Rng) -> Request {
    let count = 1 + rng.below(24);
    let boxes = (0..count).map(|_| (40 + rng.below(120) as i64, 24 + rng.below(60) as i64)).collect();
    let lines =
        (0..rng.below(3 * count)).map(|_| (rng.below(count), rng.below(count))).filter(|(a, b)| a != b).collect();
    Request { boxes, lines }
}

/// The points of a course, with the swings between layers cut into short straight pieces.
fn traced(points: &[(i64, i64)]) -> Vec<(f64, f64)> {
    let mut out = vec![(points[0].0 as f64, points[0].1 as f64)];
    for index in 1..points.len() {
        let (x0, y0) = (points[index - 1].0 as f64, points[index - 1].1 as f64);
        let (x1, y1) = (points[index].0 as f64, points[index].1 as f64);
        if index % 2 == 1 {
            out.push((x1, y1));
            continue;
        }
        let half = (x0 + x1) / 2.0;
        for step in 1..=16 {
            let t = f64::from(step) / 16.0;
            let u = 1.0 - t;
            let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let x = weights[0] * x0 + (weights[1] + weights[2]) * half + weights[3] * x1;
            let y = (weights[0] + weights[1]) * y0 + (weights[2] + weights[3]) * y1;
            out.push((x, y));
        }
    }
    out
}

fn inside(place: &Place, (x, y): (f64, f64)) -> bool {
    let (left, top) = (place.x as f64, place.y as f64);
    let (right, bottom) = (left + place.width as f64, top + place.height as f64);
    left + 0.5 < x && x < right - 0.5 && top + 0.5 < y && y < bottom - 0.5
}

fn check(seed: u64, request: &Request, layout: &Layout) {
    let apart = |a: &Place, b: &Place| {
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height < b.y || b.y + b.height < a.y
    };
    for (place, a) in layout.boxes.iter().enumerate() {
        assert!(
            a.width >= request.boxes[place].0 && a.height >= request.boxes[place].1,
            "{seed}: box {place} is too small"
        );
        assert!(
            a.x >= 0 && a.y >= 0 && a.x + a.width <= layout.size.0 && a.y + a.height <= layout.size.1,
            "{seed}: box {place} is out"
        );
        for (other, b) in layout.boxes.iter().enumerate().skip(place + 1) {
            assert!(apart(a, b), "{seed}: boxes {place} and {other} overlap");
        }
    }
    let mut ends = Vec::new();
    for (line, course) in layout.lines.iter().enumerate() {
        let (a, b) = request.lines[line];
        let (left, right) = if course.turned { (b, a) } else { (a, b) };
        let (first, last) = (course.points[0], course.points[course.points.len() - 1]);
        let (from, to) = (layout.boxes[left], layout.boxes[right]);
        assert_eq!(first.0, from.x + from.width, "{seed}: line {line} leaves its box at the right side");
        assert!(from.y < first.1 && first.1 < from.y + from.height, "{seed}: line {line} leaves its box");
        assert_eq!(last.0, to.x, "{seed}: line {line} ends at its box");
        assert!(to.y < last.1 && last.1 < to.y + to.height, "{seed}: line {line} ends at its box");
        ends.push((left, true, first.1));
        ends.push((right, false, last.1));
        assert!(course.points.windows(2).all(|pair| pair[0].0 <= pair[1].0), "{seed}: line {line} turns back");
        for point in traced(&course.points) {
            assert!(
                (0.0..=layout.size.0 as f64).contains(&point.0) && (0.0..=layout.size.1 as f64).contains(&point.1),
                "{seed}: line {line} is out"
            );
            for (place, other) in layout.boxes.iter().enumerate() {
                assert!(!inside(other, point), "{seed}: line {line} runs through box {place}");
            }
        }
    }
    let count = ends.len();
    ends.sort_unstable();
    ends.dedup();
    assert_eq!(ends.len(), count, "{seed}: two lines end at one point");
}

#[test]
fn boxes_never_overlap_and_every_line_joins_its_boxes_and_runs_through_no_other() {
    for seed in 0..2000 {
        let mut rng = Rng::new(seed);
        let request = random_request(&mut rng);
        let layout = place(&request);
        check(seed, &request, &layout);
        assert_eq!(layout, place(&request), "{seed}: the same graph is placed alike");
    }
}

#[test]
fn lines_run_from_left_to_right_where_they_turn_in_no_circle() {
    for seed in 0..500 {
        let mut rng = Rng::new(seed);
        let mut request = random_request(&mut rng);
        // From lower to higher numbers there is no circle.
        request.lines.iter_mut().for_each(|line| *line = (line.0.min(line.1), line.0.max(line.1)));
        assert!(place(&request).lines.iter().all(|course| !course.turned), "{seed}");
    }
}
