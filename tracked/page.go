package tracked

import (
	"cmp"
	"fmt"
	"html"
	"io"
	"strings"
	"time"
)

// The page is written by hand: html/template would keep the linker from dropping
// unused methods in every program that imports this package. It looks as the reports
// of tether do, and needs no script.
const pageHead = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>%[1]s</title>
<style>
:root { color-scheme: light dark; --paper: #f6f5f1; --card: #fff; --ink: #1d2327; --soft: #565f66; --faint: #e4e2da; --edge: #d5d2c8; --accent: #0b6a62; --bad: #a5352f; --tint: #fbeae8 }
@media (prefers-color-scheme: dark) { :root { --paper: #12171a; --card: #1a2125; --ink: #e6e9ea; --soft: #a5b0b5; --faint: #2a3338; --edge: #36424a; --accent: #6fd0c2; --bad: #ff9b8f; --tint: #35201f } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 1180px; padding: 40px 24px; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
h1 { margin: 0 0 .4rem; font-size: clamp(1.45rem, 1rem + 2.2vw, 2.3rem); line-height: 1.15; letter-spacing: -.02em; font-weight: 650; overflow-wrap: anywhere }
p { margin: .6rem 0; color: var(--soft) } a { color: var(--accent); text-underline-offset: .18em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px }
ul { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px; padding: 0; margin: 1.4rem 0 }
li { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 12px 16px; color: var(--soft); font-size: .9rem }
li b { display: block; color: var(--ink); font-size: 1.7rem; line-height: 1.2; font-weight: 640; letter-spacing: -.02em; font-variant-numeric: tabular-nums }
li.bad b { color: var(--bad) }
div { overflow: auto; background: var(--card); border: 1px solid var(--edge); border-radius: 12px }
table { border-collapse: collapse; width: 100%%; font-size: .88rem }
th, td { padding: .42rem .8rem; text-align: left; vertical-align: top; border-top: 1px solid var(--faint) }
thead th { border-top: 0; color: var(--soft); font-weight: 550; font-size: .8rem; white-space: nowrap }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
td.name { overflow-wrap: anywhere; min-width: 9rem } td small { display: block }
code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere } code.func { display: block; color: var(--soft) }
tr.unhealthy td { background: var(--tint) } tr.unhealthy small, tr.unhealthy .state { color: var(--bad); font-weight: 600 }
@media print { body { max-width: none; padding: 0; background: #fff; color: #000 } div { overflow: visible; border: 0 } }
</style></head><body><main>
<h1>%[1]s</h1>
<p>%[2]s</p>
`

// columns are those that the page can be sorted by.
var columns = []string{"name", "age", "state", "site"}

func (p page) writeHTML(w io.Writer, sorted string) {
	title := strings.TrimSpace(p.Group + " tasks")
	s := p.Stats
	counts := fmt.Sprintf("%d live, of which %d unhealthy; %d started, %d failed, %d panicked, %d refused, %d restarts.",
		s.Live, s.Unhealthy, s.Started, s.Failed, s.Panicked, s.Refused, s.Restarted)
	var b strings.Builder
	fmt.Fprintf(&b, pageHead, html.EscapeString(title), counts)
	p.Stats.writeFigures(&b)
	b.WriteString("<div tabindex=\"0\" role=\"region\" aria-label=\"live tasks\"><table><thead><tr>")
	for _, column := range columns {
		class, order, mark := "", "", ""
		if column == "age" {
			class = ` class="n"`
		}
		if column == cmp.Or(sorted, "age") {
			order, mark = ` aria-sort="descending"`, " ↓"
			if column == "name" || column == "site" {
				order, mark = ` aria-sort="ascending"`, " ↑"
			}
		}
		fmt.Fprintf(&b, `<th%[2]s scope="col"%[3]s><a href="?sort=%[1]s">%[1]s</a>%[4]s</th>`, column, class, order, mark)
	}
	b.WriteString(`<th class="n" scope="col">restarts</th></tr></thead><tbody>` + "\n")
	for _, t := range p.Tasks {
		t.writeRow(&b)
	}
	b.WriteString("</tbody></table></div>\n")
	if rest := s.Live - int64(len(p.Tasks)); rest > 0 {
		fmt.Fprintf(&b, "<p>and %d more: <a href=\"?limit=%d\">show all</a></p>\n", rest, s.Live)
	}
	b.WriteString("<p><a href=\"?format=json\">JSON</a></p></main></body></html>\n")
	_, _ = io.WriteString(w, b.String()) // the client has gone
}

// writeFigures writes the counts that one looks at first.
func (s Stats) writeFigures(b *strings.Builder) {
	b.WriteString("<ul>")
	for _, f := range []struct {
		n    int64
		what string
		bad  bool
	}{
		{s.Live, "live", false}, {s.Unhealthy, "unhealthy", true}, {s.Failed, "failed", true}, {s.Panicked, "panicked", true}, {s.Restarted, "restarts", false},
	} {
		class := ""
		if f.bad && f.n > 0 {
			class = ` class="bad"`
		}
		fmt.Fprintf(b, "<li%s><b>%d</b> %s</li>", class, f.n, f.what)
	}
	b.WriteString("</ul>\n")
}

func (e entry) writeRow(b *strings.Builder) {
	age := time.Duration(e.Age * float64(time.Second)).Round(time.Millisecond)
	problem := ""
	if e.Problem != "" {
		problem = "<small>" + html.EscapeString(e.Problem) + "</small>"
	}
	fmt.Fprintf(b, `<tr class="%[1]s"><td class="name">%[2]s%[3]s</td><td class="n">%[4]v</td><td class="state">%[1]s</td><td><code>%[5]s:%[6]d</code><code class="func">%[7]s</code></td><td class="n">%[8]d</td></tr>`+"\n",
		e.State, html.EscapeString(e.Name), problem, age, html.EscapeString(e.File), e.Line, html.EscapeString(e.Func), e.Restarts)
}
