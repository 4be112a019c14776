package page

import (
	"html/template"
	"time"

	"github.com/tetherlint/tether/internal/finding"
	"github.com/tetherlint/tether/internal/gate"
)

// A Report is what the page of "tether report" is made from.
type Report struct {
	Gate   *gate.Report
	Result *finding.Result

	Title    string // what was analysed: a module's path
	Revision string // the commit, "" where there is none
	Version  string // of tether
	Date     time.Time
	NoSource bool // leave out the source

	Trend *Trend // nil for none

	Expiring []Expiry // beside the directives of findings

	Name     func(file string) string // as the page names it
	ReadFile func(file string) ([]byte, error)
	Doc      func(rule finding.Rule) string // documentation, as Markdown
}

// An Expiry is something that stops to count after a date.
type Expiry struct {
	Date   time.Time
	What   string // as "directive", "exclude", "baseline entry"
	Where  string // a file and line
	Rules  string
	Reason string
	Past   bool
	Days   int // until then, or since
}

// The types below are what assets/report.html shows.

type view struct {
	*Report
	Tiles        []tile
	Map          mapView
	Packages     []packageView
	Groups       []group
	Filters      filters
	Launches     []item
	Resources    []item
	Rules        []ruleView
	TrendView    *trendView
	Expiry       []Expiry
	Shown        int // findings
	SourceHidden bool
}

// A tile is one of the big figures at the top.
type tile struct {
	Name   string
	Figure string // "62.5 %"
	Of     string // "25 of 40 tracked"
	Parts  []Part
}

type mapView struct {
	Width, Height int
	Cells         []cell
}

// A cell is a package on the map.
type cell struct {
	Path          string
	Target        string // id of the package's findings or row
	Weight        int
	Percent       string
	Bin           int // of the colour, 0 (nothing owned) to 5 (all)
	X, Y, W, H    string
	Label, Detail string // "" where there is no room
	Title         string
}

type packageView struct {
	gate.Package
	ID     string
	Weight int
	Good   int
	Bin    int
	Files  []fileView
}

type fileView struct {
	Name     string
	Weight   int
	Good     int
	Bin      int
	Findings int
}

// A group is the findings of one package.
type group struct {
	Package string
	ID      string
	Items   []findingView
}

type findingView struct {
	ID       string
	Rule     finding.Rule
	Short    string // the rule without its analyzer
	Kind     string // the analyzer
	Class    finding.Class
	Status   finding.Status
	File     string
	Line     int
	Function string
	Message  string
	Fix      string
	Reason   string
	Source   template.HTML
	Steps    []stepView // where there is no source
}

type stepView struct {
	Number int
	Where  string
	Text   string
}

// Filters are what findings can be told apart by, with how many there are.
type filters struct {
	Rules, Classes, Statuses, Packages []choice
}

type choice struct {
	Value, Name string
	N           int
}

// An item is a row of the inventory.
type item struct {
	State    string // class or fate
	What     string // callee or opener
	How      string // helper, or release
	Owner    string // of a launch
	Function string
	File     string
	Line     int
}

type ruleView struct {
	Rule  finding.Rule
	Short string
	N     int
	Doc   template.HTML
}
