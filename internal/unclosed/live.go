// This file judges types: what can lead to a resource, and what is only data.

package unclosed

import (
	"go/types"
	"slices"
)

// dataTypes are types that look as if they could lead to a resource and hold only data.
var dataTypes = []string{
	"error", "time.Time", "io/fs.FileInfo", "io/fs.DirEntry", "io/fs.FileMode", "image.Image", "hash.Hash", "reflect.Type",
	"math/big.Int", "net/url.URL", "net/http.Header", "net/http.Cookie", "go/ast.File", "testing.T", "testing.B", "testing.TB",
	"net.Addr", "crypto/x509.Certificate", "database/sql.NullString", "sync.WaitGroup", "sync.Mutex", "encoding/json.RawMessage",
}

// live reports whether a value of a type may lead to a resource: an interface, a
// function or a channel does, or what has one. Where the resource is known by an
// address, as a server, text does, too.
func live(t types.Type, address bool) bool {
	return isLive(t, address, make(map[types.Type]bool))
}

// isLive is live for a type on whose way the types in seen have been met: a type that refers to
// itself is live only by something else. A nil type is not known, and live.
func isLive(t types.Type, address bool, seen map[types.Type]bool) bool {
	if t == nil {
		return true
	}
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	name := t.String()
	// Whoever knows the address of a server needs nothing else to use it.
	if address && (name == "net.Addr" || name == "net/url.URL") {
		return true
	}
	if slices.Contains(dataTypes, name) {
		return false
	}
	// A type parameter may be anything.
	if _, ok := t.(*types.TypeParam); ok {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.UnsafePointer || address && u.Info()&types.IsString != 0
	case *types.Pointer:
		return isLive(u.Elem(), address, seen)
	case *types.Slice:
		return isLive(u.Elem(), address, seen)
	case *types.Array:
		return isLive(u.Elem(), address, seen)
	case *types.Map:
		return isLive(u.Elem(), address, seen) || isLive(u.Key(), address, seen)
	case *types.Struct:
		for f := range u.Fields() {
			if isLive(f.Type(), address, seen) {
				return true
			}
		}
		return false
	case *types.Tuple:
		for v := range u.Variables() {
			if isLive(v.Type(), address, seen) {
				return true
			}
		}
		return false
	}
	return true
}

// plainTypes are types that look as if they could hold memory of something and do not.
var plainTypes = []string{"time.Time", "io/fs.FileInfo", "io/fs.DirEntry", "reflect.Type", "net.Addr", "context.Context"}

// holds reports whether a value of a type can refer to memory that others have, too. A nil type is
// not known, and can.
func holds(t types.Type) bool {
	if t == nil {
		return true
	}
	t = types.Unalias(t)
	if slices.Contains(plainTypes, t.String()) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Array:
		return holds(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if holds(f.Type()) {
				return true
			}
		}
		return false
	case *types.Tuple:
		for v := range u.Variables() {
			if holds(v.Type()) {
				return true
			}
		}
		return false
	}
	return true
}

// hasAddress reports whether what a resource is for goes by its address: a listener, a
// server for tests.
func hasAddress(t types.Type) bool {
	if t == nil {
		return false
	}
	for _, name := range []string{"Addr", "URL", "Endpoint"} {
		if obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj != nil {
			return true
		}
	}
	return false
}
