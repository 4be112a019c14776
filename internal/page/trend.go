package page

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/history"
)

// A Trend is what there was at earlier points, the oldest first.
type Trend struct{ Points []history.Point }

type trendView struct {
	Coverage template.HTML
	Findings template.HTML
	Lines    []line // of the findings, for the legend
	Shares   []line
	Points   []history.Point
	Rules    []finding.Rule
	Gaps     []history.Point
	Since    string
}

// A line is one of a chart.
type line struct {
	Name   string
	Class  string
	Values []float64 // one for each point
	Last   string
}

// maxLines is how many rules have a line of their own.
const maxLines = 6

func (t *Trend) view() *trendView {
	if t == nil || len(t.Points) == 0 {
		return nil
	}
	v := &trendView{Points: t.Points}
	total := make(map[finding.Rule]int)
	for _, p := range t.Points {
		if p.Gap != "" {
			v.Gaps = append(v.Gaps, p)
		}
		for rule, n := range p.Rules {
			total[rule] += n
		}
	}
	v.Rules = slices.SortedFunc(maps.Keys(total), func(a, b finding.Rule) int {
		return cmp.Or(cmp.Compare(total[b], total[a]), cmp.Compare(a, b))
	})
	v.Lines = ruleLines(t.Points, v.Rules)
	v.Shares = shareLines(t.Points)
	v.Coverage = chart("Coverage in percent", t.Points, v.Shares, 100)
	top := 0.0
	for _, l := range v.Lines {
		top = max(top, slices.Max(l.Values))
	}
	v.Findings = chart("Findings by rule", t.Points, v.Lines, nice(top))
	return v
}

func ruleLines(points []history.Point, rules []finding.Rule) (lines []line) {
	for i, rule := range rules {
		if i == maxLines-1 && len(rules) > maxLines {
			lines = append(lines, newLine("others", fmt.Sprintf("l%d", i), points, func(p history.Point) float64 {
				n := 0
				for _, r := range rules[i:] {
					n += p.Rules[r]
				}
				return float64(n)
			}, "%.0f"))
			break
		}
		_, short, _ := strings.Cut(string(rule), "/")
		lines = append(lines, newLine(short, fmt.Sprintf("l%d", i), points, func(p history.Point) float64 { return float64(p.Rules[rule]) }, "%.0f"))
	}
	return lines
}

func shareLines(points []history.Point) []line {
	share := func(good, total int) float64 {
		if total == 0 {
			return 100
		}
		return float64(good*1000/total) / 10
	}
	return []line{
		newLine("launches tracked", "l0", points, func(p history.Point) float64 {
			return share(p.Launches.Tracked, p.Launches.Total)
		}, "%.1f %%"),
		newLine("resources owned", "l1", points, func(p history.Point) float64 {
			return share(p.Resources.Total-p.Resources.Leaked, p.Resources.Total)
		}, "%.1f %%"),
	}
}

func newLine(name, class string, points []history.Point, value func(history.Point) float64, format string) line {
	l := line{Name: name, Class: class}
	for _, p := range points {
		l.Values = append(l.Values, value(p))
		if p.Gap == "" {
			l.Last = fmt.Sprintf(format, value(p))
		}
	}
	return l
}

// nice is a round number not below x.
func nice(x float64) float64 {
	for step := 1.0; ; step *= 10 {
		for _, m := range []float64{4, 10, 20} {
			if m*step >= x {
				return m * step
			}
		}
	}
}
