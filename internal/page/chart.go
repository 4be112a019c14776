package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/tetherlint/tether/internal/history"
)

// The sizes of a chart, in units of its view box.
const (
	chartWidth, chartHeight = 560, 240
	chartLeft, chartRight   = 44, 12
	chartTop, chartBottom   = 12, 28
)

// chart draws lines over the points, which stand at equal distances: what counts are
// the commits and not the nights between them. A gap breaks the lines.
func chart(title string, points []history.Point, lines []line, top float64) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" role="img" aria-label="%s">`, chartWidth, chartHeight, template.HTMLEscapeString(describe(title, lines)))
	y := func(v float64) float64 {
		return chartTop + (chartHeight-chartTop-chartBottom)*(1-v/top)
	}
	for i := range 5 {
		v := top * float64(i) / 4
		fmt.Fprintf(&b, `<line class="grid" x1="%d" x2="%d" y1="%s" y2="%[3]s"/><text class="y" x="%d" y="%s">%s</text>`,
			chartLeft, chartWidth-chartRight, number(y(v)), chartLeft-8, number(y(v)+4), number(v))
	}
	x := func(i int) float64 {
		if len(points) == 1 {
			return (chartLeft + chartWidth - chartRight) / 2
		}
		return chartLeft + 6 + float64(i)*(chartWidth-chartRight-chartLeft-12)/float64(len(points)-1)
	}
	dates(&b, points, x)
	for _, l := range lines {
		stroke(&b, points, l, x, y)
	}
	hover(&b, points, lines, x)
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// describe is a chart in words.
func describe(title string, lines []line) string {
	var ends []string
	for _, l := range lines {
		ends = append(ends, l.Name+" "+l.Last)
	}
	return title + "; at last " + strings.Join(ends, ", ") + ". The table below has all figures."
}

// dates writes the first and the last date, and one between where there is room.
func dates(b *strings.Builder, points []history.Point, x func(int) float64) {
	last := len(points) - 1
	at := []int{0}
	if last > 3 {
		at = append(at, last/2)
	}
	if last > 0 {
		at = append(at, last)
	}
	for _, i := range at {
		anchor := "middle"
		switch {
		case i == 0 && last > 0:
			anchor = "start"
		case i == last && last > 0:
			anchor = "end"
		}
		fmt.Fprintf(b, `<text class="x" x="%s" y="%d" text-anchor="%s">%s</text>`, number(x(i)), chartHeight-8, anchor, points[i].Date.Format("2 Jan 2006"))
	}
	for i, p := range points {
		if p.Gap != "" {
			fmt.Fprintf(b, `<line class="gap" x1="%s" x2="%[1]s" y1="%d" y2="%d"/>`, number(x(i)), chartTop, chartHeight-chartBottom)
		}
	}
}

// stroke draws one line, and a dot for each point.
func stroke(b *strings.Builder, points []history.Point, l line, x func(int) float64, y func(float64) float64) {
	var d, dots strings.Builder
	pen := "M"
	for i, p := range points {
		if p.Gap != "" {
			pen = "M"
			continue
		}
		at := number(x(i)) + " " + number(y(l.Values[i]))
		d.WriteString(pen + at)
		pen = "L"
		if len(points) <= 60 {
			dots.WriteString("M" + at + "h0")
		}
	}
	fmt.Fprintf(b, `<path class="%[1]s" d="%[2]s"/><path class="dot %[1]s" d="%[3]s"/>`, l.Class, d.String(), dots.String())
}

// hover lays a strip over each point, whose title tells the figures.
func hover(b *strings.Builder, points []history.Point, lines []line, x func(int) float64) {
	width := float64(chartWidth-chartRight-chartLeft) / float64(len(points))
	for i, p := range points {
		text := p.Date.Format("2 Jan 2006") + " " + p.Name
		if p.Gap != "" {
			text += ": " + p.Gap
		}
		for _, l := range lines {
			if p.Gap == "" {
				text += fmt.Sprintf("\n%s: %s", l.Name, number(l.Values[i]))
			}
		}
		fmt.Fprintf(b, `<rect class="hit" x="%s" y="%d" width="%s" height="%d"><title>%s</title></rect>`,
			number(x(i)-width/2), chartTop, number(width), chartHeight-chartTop-chartBottom, template.HTMLEscapeString(text))
	}
}
