package live

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/page"
)

//go:embed page.html
var pageSource string

var pageBody = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("live").Funcs(page.Funcs()).Parse(pageSource))
})

// A pageView is what the template of the page shows.
type pageView struct {
	Tiles    []pageTile
	Sections []pageSection
	Compares bool
	LeftOut  string
}

// A pageTile is a number with what it is made of.
type pageTile struct {
	Name, Figure, Of string
	Parts            []page.Part
}

type pageSection struct {
	page.Section
	Listed bool // the launches are in the inventory
	Rows   []pageRow
}

type pageRow struct {
	Leaked, Live int
	Grown        string
	Longest      string
	Class        string
	What, Place  string
	In           string
	Details      []string
}

// WriteHTML writes the report as a page of the look that tether's other pages have.
func (r *Report) WriteHTML(w io.Writer, title string, now time.Time, o Options) error {
	t := &text{r: r, o: o}
	view := pageView{Tiles: r.tiles(), Compares: r.Compares()}
	for i, s := range sections {
		rows := t.rowsOf(s.is)
		if len(rows) == 0 {
			continue
		}
		section := pageSection{Section: page.Section{ID: fmt.Sprintf("s%d", i), Name: strings.ToUpper(s.title[:1]) + s.title[1:]}, Listed: rows[0].Origin == Listed}
		for _, row := range rows {
			section.Rows = append(section.Rows, t.pageRow(row))
		}
		view.Sections = append(view.Sections, section)
	}
	view.LeftOut = t.leftOut()
	f := page.Frame{Title: title, Kind: "tether live", Foot: "Made by tether live."}
	f.Facts = append(f.Facts, page.Fact{Name: "Made", Value: now.Format("2 January 2006, 15:04 UTC")})
	for i, p := range r.Profiles {
		name := "Profile"
		if r.Compares() {
			name = []string{"Earlier profile", "Later profile"}[i]
		}
		f.Facts = append(f.Facts, page.Fact{Name: name, Value: filepath.ToSlash(p.Name) + " (" + string(p.Kind) + ")"})
	}
	if o.Gate != nil {
		f.Verdict, f.Sentence = "PASS", "Nothing that the gate looks for."
		if failed := o.Gate.Failed(r, o.Min); len(failed) > 0 {
			f.Verdict, f.Sentence = "FAIL", "Goroutines that are "+join(failed)+"."
		}
	}
	for _, s := range view.Sections {
		f.Sections = append(f.Sections, s.Section)
	}
	return f.Write(w, pageBody(), view)
}

func join(words []string) string {
	if len(words) == 2 {
		return words[0] + ", and " + words[1]
	}
	return words[0]
}

// tiles are the sums, with the colours that the classes have in the report.
func (r *Report) tiles() []pageTile {
	s := r.summary()
	colors := map[finding.Class]string{finding.Tracked: "p-good", finding.Joined: "p-fair", finding.Bound: "p-weak", finding.Detached: "p-bad"}
	all := pageTile{Name: "Goroutines", Figure: fmt.Sprint(s.Live), Of: "live"}
	if s.Before != nil {
		all.Of = fmt.Sprintf("live, %+d since the earlier profile", s.Live-*s.Before)
	}
	for _, c := range []finding.Class{finding.Tracked, finding.Joined, finding.Bound, finding.Detached} {
		all.Parts = append(all.Parts, page.Part{Class: colors[c], Name: string(c), N: s.Classes[c].Live})
	}
	if n := s.Origins[Listed].Live; n < s.Live {
		all.Parts = append(all.Parts, page.Part{Class: "l5", Name: "others", N: s.Live - n})
	}
	leaked := pageTile{Name: "Leaked", Figure: fmt.Sprint(s.Leaked), Of: "as the runtime has shown"}
	launches := pageTile{Name: "Launches", Figure: fmt.Sprint(s.Origins[Listed].Launches), Of: "of the inventory have live goroutines"}
	for _, c := range []finding.Class{finding.Tracked, finding.Joined, finding.Bound, finding.Detached} {
		leaked.Parts = append(leaked.Parts, page.Part{Class: colors[c], Name: string(c), N: s.Classes[c].Leaked})
		launches.Parts = append(launches.Parts, page.Part{Class: colors[c], Name: string(c), N: s.Classes[c].Launches})
	}
	return []pageTile{all, leaked, launches}
}

func (t *text) pageRow(row *Row) pageRow {
	out := pageRow{
		Leaked: row.Now.Leaked, Live: row.Now.Live, Grown: fmt.Sprintf("%+d", row.Grown()), Longest: longest(row),
		Class: string(row.Class), Details: t.details(row),
	}
	out.Place, out.In, out.What = t.named(row)
	return out
}
