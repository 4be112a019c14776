// Package history knows what a code base looked like earlier: at commits, or when
// the reports that were kept were written.
package history

import (
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/report"
)

// A Point is what there was at one time.
type Point struct {
	Name      string    `json:"name"` // a commit, or a file
	Date      time.Time `json:"date"`
	Subject   string    `json:"subject,omitempty"` // of the commit
	Gap       string    `json:"gap,omitempty"`     // why there are no figures; "" where there are
	Launches  report.Launches
	Resources report.Resources
	Rules     map[finding.Rule]int // findings that are not suppressed
}

// Of is the point of a result.
func Of(res *finding.Result) Point {
	p := Point{Launches: report.CountLaunches(res.Launches), Resources: report.CountResources(res.Acquisitions), Rules: make(map[finding.Rule]int)}
	for i := range res.Findings {
		if f := &res.Findings[i]; f.Status != finding.Suppressed {
			p.Rules[f.Rule]++
		}
	}
	return p
}

// Owned are the resources that are not leaked.
func (p Point) Owned() int { return p.Resources.Total - p.Resources.Leaked }
