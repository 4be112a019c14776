package lsp

import (
	"path/filepath"
	"strings"

	"github.com/tetherlint/tether/internal/config"
)

// A document is a buffer that the client has open. It does not change: an edit makes
// another.
type document struct {
	uri      string // as the client writes it
	path     string // as what it is analysed
	untitled bool   // it has no file, but path
	root     Root
	version  int
	text     string
	table    *lineTable
}

func (d *document) isGo() bool { return strings.HasSuffix(d.path, ".go") }

func (d *document) isConfig() bool { return filepath.Base(d.path) == config.FileName }

// A change is an edit; without a range, the whole text.
type change struct {
	Range *textRange `json:"range"`
	Text  string     `json:"text"`
}

// edited is the document after edits, each of which is made on the result of the one
// before it.
func (d *document) edited(version int, changes []change, enc encoding) *document {
	text, table := d.text, d.table
	for i, c := range changes {
		if c.Range == nil {
			text = c.Text
		} else {
			start, end := table.at(c.Range.Start, enc), table.at(c.Range.End, enc)
			if end < start {
				start, end = end, start
			}
			text = text[:start] + c.Text + text[end:]
		}
		if i+1 < len(changes) {
			table = newLineTable(text)
		}
	}
	next := *d
	next.version, next.text, next.table = version, text, newLineTable(text)
	return &next
}

// documents are the open buffers, by path. The server's mutex guards them.
type documents map[string]*document

// of is the document of a URI, or nil. Clients write one in several ways.
func (ds documents) of(uri string) *document {
	if path, ok := pathOf(uri); ok {
		return ds[path]
	}
	for _, d := range ds {
		if d.uri == uri {
			return d
		}
	}
	return nil
}
