package metamorph

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// apartName is the folder of the package to which helpers go, below that of the package
// that uses them, and how the latter calls it.
const apartName, apartAs = "apart", "apartʼ"

// leaves is a file without the helpers that go to a package of their own.
func (f *File) leaves() []Piece {
	moves := f.moves()
	var edits []edit
	uses := false
	for id, obj := range f.Pkg.TypesInfo.Uses {
		if f.has(id) && f.movedObject(obj, moves) && !moves[f.declAt(id.Pos())] {
			edits = append(edits, f.instead(id.Pos(), len(id.Name), apartAs+"."+f.exported(obj)))
			uses = true
		}
	}
	gone := f.chunks(moves)
	if len(gone) == 0 && !uses {
		return nil
	}
	if uses {
		edits = append(edits, f.at(f.Name.End(), "; import "+apartAs+` "`+f.Pkg.PkgPath+"/"+apartName+`"`))
	}
	edits = append(edits, f.unusedImports(func(d ast.Decl) bool { return !moves[d] })...)
	return without(f.edited(edits), gone)
}

// apart is what goes there: the head of the file with its imports, and the helpers.
func (f *File) apart() []Piece {
	moves := f.moves()
	if len(f.chunks(moves)) == 0 {
		return nil
	}
	edits := []edit{f.instead(f.Name.Pos(), len(f.Name.Name), apartName)}
	for _, names := range []map[*ast.Ident]types.Object{f.Pkg.TypesInfo.Uses, f.Pkg.TypesInfo.Defs} {
		for id, obj := range names {
			if f.has(id) && f.movedObject(obj, moves) && moves[f.declAt(id.Pos())] {
				edits = append(edits, f.instead(id.Pos(), len(id.Name), f.exported(obj)))
			}
		}
	}
	edits = append(edits, f.unusedImports(func(d ast.Decl) bool { return moves[d] })...)
	stay := map[ast.Decl]bool{}
	for _, d := range f.Decls {
		gen, ok := d.(*ast.GenDecl)
		stay[d] = !moves[d] && !(ok && gen.Tok == token.IMPORT)
	}
	return without(f.edited(edits), f.chunks(stay))
}

func (f *File) moves() map[ast.Decl]bool { return movable(f.Pkg, f.Imported) }

func (f *File) has(n ast.Node) bool { return f.FileStart <= n.Pos() && n.Pos() < f.FileEnd }

func (f *File) declAt(p token.Pos) ast.Decl {
	for _, d := range f.Decls {
		if d.Pos() <= p && p < d.End() {
			return d
		}
	}
	return nil
}

// movedObject reports whether an object of the package goes, by its own name.
func (f *File) movedObject(obj types.Object, moves map[ast.Decl]bool) bool {
	if obj == nil || obj.Parent() != f.Pkg.Types.Scope() {
		return false
	}
	for d := range moves {
		if d.Pos() <= obj.Pos() && obj.Pos() < d.End() {
			return true
		}
	}
	return false
}

// exported is the name of an object in its new package. What a name says, such as get or
// new, it says there, too.
func (f *File) exported(obj types.Object) string {
	first, size := utf8.DecodeRuneInString(obj.Name())
	name := string(unicode.ToUpper(first)) + obj.Name()[size:]
	for name != obj.Name() && f.Pkg.Types.Scope().Lookup(name) != nil {
		name += "ʼ"
	}
	return name
}

// chunks are declarations with their comments, up to the end of the line.
func (f *File) chunks(which map[ast.Decl]bool) (list []Piece) {
	for _, d := range f.Decls {
		if !which[d] {
			continue
		}
		start := d.Pos()
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Doc != nil {
				start = d.Doc.Pos()
			}
		case *ast.GenDecl:
			if d.Doc != nil {
				start = d.Doc.Pos()
			}
		}
		end := f.offset(d.End())
		if i := strings.IndexByte(string(f.Source[end:]), '\n'); i >= 0 {
			end += i
		}
		list = append(list, Piece{From: f.offset(start), To: end})
	}
	return list
}

// without leaves out stretches of the original.
func without(list, gone []Piece) (left []Piece) {
	inside := func(at int) bool {
		for _, g := range gone {
			if g.From <= at && at < g.To {
				return true
			}
		}
		return false
	}
	for _, p := range list {
		if p.From == p.To { // new text
			if !inside(p.From) {
				left = append(left, p)
			}
			continue
		}
		from := p.From
		for _, g := range gone {
			if from < g.To && g.From < p.To {
				if from < g.From {
					left = append(left, Piece{From: from, To: g.From})
				}
				from = min(g.To, p.To)
			}
		}
		if from < p.To {
			left = append(left, Piece{From: from, To: p.To})
		}
	}
	return left
}

// unusedImports gives the blank name to the imports that none of the declarations uses.
func (f *File) unusedImports(in func(ast.Decl) bool) (edits []edit) {
	used := map[types.Object]bool{}
	for id, obj := range f.Pkg.TypesInfo.Uses {
		if name, ok := obj.(*types.PkgName); ok && f.has(id) && in(f.declAt(id.Pos())) {
			used[name] = true
		}
	}
	for _, spec := range f.Imports {
		switch {
		case spec.Name != nil:
			if name := f.Pkg.TypesInfo.Defs[spec.Name]; spec.Name.Name != "_" && spec.Name.Name != "." && !used[name] {
				edits = append(edits, f.instead(spec.Name.Pos(), len(spec.Name.Name), "_"))
			}
		case !used[f.Pkg.TypesInfo.Implicits[spec]]:
			edits = append(edits, f.at(spec.Pos(), "_ "))
		}
	}
	return edits
}

// apartFile is where what goes stands.
func apartFile(name string) string {
	return filepath.Join(filepath.Dir(name), apartName, filepath.Base(name))
}
