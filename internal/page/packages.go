package page

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
)

// packages are those with something to own, worst first, and their files.
func (r *Report) packages() (list []packageView) {
	files := r.files()
	for i, p := range r.Gate.Packages {
		v := packageView{Package: p, ID: fmt.Sprintf("p%d", i+1)}
		v.Good = p.Coverage.Launches.Good + p.Coverage.Resources.Good
		v.Weight = p.Coverage.Launches.Total + p.Coverage.Resources.Total
		v.Bin = bin(v.Good, v.Weight)
		v.Files = files[p.Path]
		list = append(list, v)
	}
	return list
}

// files counts what there is in each file, by package, the largest first.
func (r *Report) files() map[string][]fileView {
	type key struct{ pkg, file string }
	count := make(map[key]*fileView)
	at := func(pkg string, s finding.Span) *fileView {
		k := key{pkg, s.File}
		if count[k] == nil {
			count[k] = &fileView{Name: r.Name(s.File)}
		}
		return count[k]
	}
	add := func(f *fileView, good bool) {
		f.Weight++
		if good {
			f.Good++
		}
	}
	for _, l := range r.Result.Launches {
		add(at(l.Package, l.Span), l.Class == finding.Tracked)
	}
	for _, a := range r.Result.Acquisitions {
		add(at(a.Package, a.Span), a.Fate != finding.Leaked)
	}
	for i := range r.Result.Findings {
		if f := &r.Result.Findings[i]; f.Status != finding.Suppressed {
			at(f.Package, f.Span).Findings++
		}
	}
	out := make(map[string][]fileView)
	for k, f := range count {
		f.Bin = bin(f.Good, f.Weight)
		out[k.pkg] = append(out[k.pkg], *f)
	}
	for _, pkg := range slices.Collect(maps.Keys(out)) {
		slices.SortFunc(out[pkg], func(a, b fileView) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name)) })
	}
	return out
}

// bin is the colour of a share: 0 for less than a quarter, then by half, three
// quarters, nine tenths, less than all, and 5 for all.
func bin(good, total int) int {
	if total == 0 || good == total {
		return 5
	}
	share := good * 100 / total
	n := 0
	for _, limit := range []int{25, 50, 75, 90} {
		if share >= limit {
			n++
		}
	}
	return n
}

// Size of the map without script; with it the map takes what room there is.
const mapWidth, mapHeight = 1200, 460

// mapOf lays out the packages that launch or acquire something.
func mapOf(packages []packageView) mapView {
	m := mapView{Width: mapWidth, Height: mapHeight}
	sorted := slices.Clone(packages)
	sorted = slices.DeleteFunc(sorted, func(p packageView) bool { return p.Weight == 0 })
	slices.SortStableFunc(sorted, func(a, b packageView) int { return cmp.Compare(b.Weight, a.Weight) })
	weights := make([]float64, len(sorted))
	paths := make([]string, len(sorted))
	for i, p := range sorted {
		weights[i], paths[i] = float64(p.Weight), p.Path
	}
	common := commonPath(paths)
	for i, r := range squarify(weights, rect{0, 0, mapWidth, mapHeight}) {
		p := sorted[i]
		percent := fmt.Sprintf("%d %%", p.Good*100/p.Weight)
		c := cell{Path: p.Path, Target: p.ID, Weight: p.Weight, Percent: percent, Bin: p.Bin,
			X: number(r.x + 1), Y: number(r.y + 1), W: number(max(r.w-2, 0.5)), H: number(max(r.h-2, 0.5)),
			Title: fmt.Sprintf("%s: %d of %d owned (%s)", p.Path, p.Good, p.Weight, percent)}
		if r.w > 52 && r.h > 24 {
			c.Label = fit(strings.TrimPrefix(p.Path, common), r.w-16)
		}
		if r.w > 52 && r.h > 44 && c.Label != "" {
			c.Detail = percent
		}
		m.Cells = append(m.Cells, c)
	}
	return m
}

// fit cuts a path to a width in pixels: its last elements say most.
func fit(name string, width float64) string {
	room := int(width / 7.9)
	for len(name) > room {
		_, rest, ok := strings.Cut(strings.TrimPrefix(name, "…/"), "/")
		if !ok {
			if room < 4 {
				return ""
			}
			return cutTo(name, room-1)
		}
		name = "…/" + rest
	}
	return name
}

// commonPath is the directory that all of the paths are in, with its slash.
func commonPath(paths []string) string {
	if len(paths) < 2 {
		if len(paths) == 1 {
			return strings.TrimSuffix(paths[0], path.Base(paths[0]))
		}
		return ""
	}
	common := paths[0]
	for _, p := range paths[1:] {
		for common != "" && common != p && !strings.HasPrefix(p, common+"/") {
			common, _ = path.Split(strings.TrimSuffix(common, "/"))
			common = strings.TrimSuffix(common, "/")
		}
	}
	if common == "" || slices.Contains(paths, common) {
		common = strings.TrimSuffix(common, path.Base(common))
		return common
	}
	return common + "/"
}
