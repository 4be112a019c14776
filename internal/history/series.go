package history

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// A kept report is that of "tether -format json" or "tether report -format json".
type keptReport struct {
	Version  int
	Findings []struct {
		Rule   finding.Rule
		Status finding.Status
	}
	Complete *bool                // of report
	Rules    map[finding.Rule]int // of report, which has no findings
	Summary  *report.Summary
}

// Series reads the dated reports in a directory, the oldest first. A report has its date
// in its name, as 2026-11-28.json or tether-20261128T0400.json; of several of one date
// all count. One that cannot be read is a gap. Files without a date are named in skipped.
func Series(dir string) (points []Point, skipped []string, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		if f.IsDir() || filepath.Ext(f.Name()) != ".json" {
			continue
		}
		date, ok := dateOf(f.Name())
		if !ok {
			skipped = append(skipped, f.Name())
			continue
		}
		p, err := readPoint(filepath.Join(dir, f.Name()))
		if err != nil {
			p = Point{Gap: err.Error()}
		}
		p.Name, p.Date = f.Name(), date
		points = append(points, p)
	}
	slices.SortStableFunc(points, func(a, b Point) int { return a.Date.Compare(b.Date) })
	return points, skipped, nil
}

func readPoint(file string) (p Point, err error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return p, err
	}
	var r keptReport
	if err := json.Unmarshal(src, &r); err != nil {
		return p, fmt.Errorf("not a report: %w", err)
	}
	if r.Version != 1 || r.Summary == nil {
		return p, fmt.Errorf("not a report of tether, version 1")
	}
	if r.Complete != nil && !*r.Complete {
		return p, fmt.Errorf("not all packages could be analysed")
	}
	p.Launches, p.Resources, p.Rules = r.Summary.Launches, r.Summary.Resources, r.Rules
	if p.Rules == nil {
		p.Rules = make(map[finding.Rule]int)
	}
	for _, f := range r.Findings {
		if f.Status != finding.Suppressed {
			p.Rules[f.Rule]++
		}
	}
	return p, nil
}

var dated = regexp.MustCompile(`(\d{4})-?(\d\d)-?(\d\d)(?:[T_ -]?(\d\d)[:-]?(\d\d)(?:[:-]?(\d\d))?)?`)

// dateOf is the date in a file's name.
func dateOf(name string) (time.Time, bool) {
	for _, m := range dated.FindAllStringSubmatch(name, -1) {
		day, err := time.Parse("20060102", m[1]+m[2]+m[3])
		if err != nil {
			continue
		}
		if clock, err := time.Parse("150405", m[4]+m[5]+(m[6] + "00")[:2]); err == nil && m[4] != "" {
			day = day.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute + time.Duration(clock.Second())*time.Second)
		}
		return day, true
	}
	return time.Time{}, false
}
