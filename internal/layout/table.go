package layout

import (
	"io"
	"strings"
)

// A Table is rows under a head, in columns that align.
type Table struct {
	Head []string
	Rows [][]string
	Left int // the column that is cut from the left where there is no room, as a file's name is; -1 for none
}

const gap = "  "

// Write writes the table. Where it is wider than there is room for, the widest
// columns are cut; a width of 0 is enough for any.
func (t *Table) Write(w io.Writer, width int) {
	widths := make([]int, len(t.Head))
	rows := append([][]string{t.Head}, t.Rows...)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], Cells(cell))
		}
	}
	if width > 0 {
		t.shrink(widths, width-len(gap)*(len(widths)-1))
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString(gap)
			}
			if i == t.Left {
				cell = ClipLeft(cell, widths[i])
			} else {
				cell = ClipRight(cell, widths[i])
			}
			line.WriteString(Pad(cell, widths[i]))
		}
		_, _ = io.WriteString(w, strings.TrimRight(line.String(), " ")+"\n") // to memory
	}
}

// narrowest is how far a column is cut.
const narrowest = 8

// shrink takes from the widest columns until all fit, or can be cut no further.
// That of the names comes last: a name that is cut cannot be followed.
func (t *Table) shrink(widths []int, room int) {
	total := 0
	for _, n := range widths {
		total += n
	}
	for ; total > room; total-- {
		widest := -1
		for i, n := range widths {
			if n > narrowest && i != t.Left && (widest < 0 || n > widths[widest]) {
				widest = i
			}
		}
		switch {
		case widest >= 0:
			widths[widest]--
		case t.Left >= 0 && widths[t.Left] > narrowest:
			widths[t.Left]--
		default:
			return
		}
	}
}
