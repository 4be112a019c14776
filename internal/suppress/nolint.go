package suppress

import (
	"go/ast"
	"slices"
	"strings"
)

// A nolint is what one //nolint comment silences: lines of its file, for all
// linters or for some.
type nolint struct {
	comment     *ast.Comment
	all         bool // bare, or :all
	linters     []string
	column      int
	first, last int
}

// silences reports whether findings of an analyzer are meant. A host that applies
// what is addressed to all of tether itself must be left to it, since it
// reports a directive that silences nothing.
func (n *nolint) silences(analyzer string, hosted bool) bool {
	if n.all || slices.Contains(n.linters, "tether") {
		return !hosted
	}
	return slices.Contains(n.linters, analyzer)
}

// parseNolint reads a comment as golangci-lint does, word for word: any number
// of slashes and blanks may stand before nolint, and an explanation behind the
// next slashes. ok reports whether it is for us.
func parseNolint(c *ast.Comment) (n nolint, ok bool) {
	text := strings.TrimLeft(c.Text, "/ ")
	rest, found := strings.CutPrefix(text, "nolint")
	if !found || rest != "" && rest[0] != ' ' && rest[0] != ':' {
		return n, false
	}
	n.comment = c
	if n.all = !strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, ":all"); n.all {
		return n, true
	}
	rest, _, _ = strings.Cut(rest[1:], "//")
	for name := range strings.SplitSeq(rest, ",") {
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case "all":
			n.all, n.linters = true, nil
			return n, true
		case "tether", "untracked", "unclosed":
			n.linters = append(n.linters, name)
		}
	}
	return n, len(n.linters) > 0
}

// nolints are the //nolint comments of the file with the lines that they are
// for: their own, and where they stand right above a node and in line with it,
// all lines of the node. (golangci-lint takes only the first of several such
// comments above one node.) The node of a package clause is the whole file.
func (f *File) nolints() []nolint {
	if f.silent != nil {
		return *f.silent
	}
	var list []nolint
	for _, group := range f.syntax.Comments {
		for _, c := range group.List {
			if n, ok := parseNolint(c); ok {
				n.first, n.column = f.at(group.Pos())
				n.last, _ = f.at(group.End())
				list = append(list, n)
			}
		}
	}
	if len(list) > 0 {
		f.extend(list)
	}
	f.silent = &list
	return list
}

// extend gives each nolint the lines of the nodes that it stands above.
func (f *File) extend(list []nolint) {
	above := make(map[[2]int][]int) // by the line and column where a node must start
	for i, n := range list {
		at := [2]int{n.last + 1, n.column}
		above[at] = append(above[at], i)
	}
	ast.Inspect(f.syntax, func(node ast.Node) bool {
		if node == nil {
			return false
		}
		line, column := f.at(node.Pos())
		for _, i := range above[[2]int{line, column}] {
			last, _ := f.at(node.End())
			list[i].last = max(list[i].last, last)
		}
		return true
	})
}

// NolintReason is the explanation in a //nolint comment, "" if it has none.
func NolintReason(c *ast.Comment) string {
	_, reason, _ := strings.Cut(strings.TrimLeft(c.Text, "/ "), "//")
	return strings.TrimSpace(reason)
}
