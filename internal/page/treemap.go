package page

import "slices"

// A rect is a place on the map.
type rect struct{ x, y, w, h float64 }

// squarify fills a rectangle with one for each weight, in their order, which should
// be descending: their areas are as the weights, and their sides as equal as a greedy
// layout gets them (Bruls, Huizing, van Wijk: "Squarified Treemaps"). Weights that
// are not positive get nothing. assets/map.js does the same for what is zoomed into.
func squarify(weights []float64, in rect) []rect {
	out := make([]rect, len(weights))
	total := 0.0
	for _, w := range weights {
		total += max(w, 0)
	}
	if total <= 0 || in.w <= 0 || in.h <= 0 {
		return out
	}
	scale := in.w * in.h / total
	for at := 0; at < len(weights) && weights[at] > 0; {
		side := min(in.w, in.h)
		end, sum := at+1, weights[at]*scale
		for end < len(weights) && weights[end] > 0 {
			area := weights[end] * scale
			if worstRatio(weights[at:end+1], scale, sum+area, side) > worstRatio(weights[at:end], scale, sum, side) {
				break
			}
			sum += area
			end++
		}
		in = layRow(out[at:end], weights[at:end], scale, sum, in)
		at = end
	}
	return out
}

// worstRatio is that of the longer to the shorter side, of the worst in a row.
func worstRatio(row []float64, scale, sum, side float64) float64 {
	most, least := slices.Max(row)*scale, slices.Min(row)*scale
	s2, w2 := sum*sum, side*side
	return max(w2*most/s2, s2/(w2*least))
}

// layRow lays a row along the shorter side and returns what is left.
func layRow(out []rect, row []float64, scale, sum float64, in rect) rect {
	if in.w >= in.h {
		width, y := sum/in.h, in.y
		for i, w := range row {
			h := w * scale / width
			out[i] = rect{in.x, y, width, h}
			y += h
		}
		return rect{in.x + width, in.y, in.w - width, in.h}
	}
	height, x := sum/in.w, in.x
	for i, w := range row {
		width := w * scale / height
		out[i] = rect{x, in.y, width, height}
		x += width
	}
	return rect{in.x, in.y + height, in.w, in.h - height}
}
