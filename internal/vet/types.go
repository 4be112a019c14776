package vet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"

	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/go/gcexportdata"

	"github.com/tetherlint/tether/internal/catalog"
)

// go vet starts its tool for each package of the standard library that is needed, which
// are most of those of an average program, to have the facts about it. We have none: the
// catalogue knows it. What others need are the types that it declares, and for these no
// function's body has to be checked. That is less than a tool does which looks for
// nothing.

// onlyTypes reports whether of a package nothing but its types is wanted.
func onlyTypes(cfg *unitchecker.Config) bool {
	return cfg.VetxOnly && cfg.Module == nil && cfg.ModulePath == "" && catalog.StdPath(cfg.ImportPath) &&
		cfg.VetxOutput != ""
}

// writeTypes writes the file that unitchecker would write of a package without facts.
func writeTypes(cfg *unitchecker.Config) error {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range cfg.GoFiles {
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	conf := types.Config{
		Importer:         &vetxImporter{cfg, fset, make(map[string]*types.Package)},
		Sizes:            types.SizesFor("gc", build.Default.GOARCH),
		GoVersion:        cfg.GoVersion,
		IgnoreFuncBodies: true,
	}
	pkg, err := conf.Check(cfg.ImportPath, fset, files, nil)
	if err != nil {
		return err
	}
	var data bytes.Buffer
	if err := gcexportdata.Write(&data, fset, pkg); err != nil {
		return err
	}
	if cfg.Stdout != "" { // the go command keeps what was said, of a package without facts nothing
		if err := os.WriteFile(cfg.Stdout, nil, 0o666); err != nil {
			return err
		}
	}
	return os.WriteFile(cfg.VetxOutput, encodeVetx(data.Bytes()), 0o666)
}

// A vetx file has four letters, the lengths of the types and of the facts, the types
// without the letter by which gcexportdata knows their format, and the facts.
const (
	vetxMagic  = "vetx"
	vetxHeader = len(vetxMagic) + 8
	indexed    = 'i'
)

var errVetx = errors.New("not a file of types and facts")

func encodeVetx(types []byte) []byte {
	types = bytes.TrimPrefix(types, []byte{indexed})
	data := append(make([]byte, 0, vetxHeader+len(types)), vetxMagic...)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(types)))
	data = binary.LittleEndian.AppendUint32(data, 0)
	return append(data, types...)
}

func decodeVetx(data []byte) (types []byte, err error) {
	if len(data) < vetxHeader || string(data[:len(vetxMagic)]) != vetxMagic {
		return nil, errVetx
	}
	rest := data[vetxHeader:]
	size := uint64(binary.LittleEndian.Uint32(data[len(vetxMagic):]))
	if size > uint64(len(rest)) {
		return nil, errVetx
	}
	return append([]byte{indexed}, rest[:size]...), nil
}

// A vetxImporter imports from the files that were written of what a package imports.
type vetxImporter struct {
	cfg      *unitchecker.Config
	fset     *token.FileSet
	packages map[string]*types.Package
}

func (im *vetxImporter) Import(path string) (*types.Package, error) {
	path, ok := im.cfg.ImportMap[path]
	switch {
	case !ok:
		return nil, errVetx
	case path == "unsafe":
		return types.Unsafe, nil
	}
	if pkg := im.packages[path]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	data, err := os.ReadFile(im.cfg.PackageVetx[path])
	if err == nil {
		data, err = decodeVetx(data)
	}
	if err != nil {
		return nil, err
	}
	return gcexportdata.Read(bytes.NewReader(data), im.fset, im.packages, path)
}
