package catalog

import (
	"go/types"
	"strings"
)

// A trait is what holds of what a package of the standard library has.
type trait uint8

const (
	ends     trait = 1 << iota // its functions end without waiting for anybody
	computes                   // they do nothing but to compute
	talks                      // they make texts and messages of what they are given, or ask no more than what there is
	releases                   // what it opens is released without running anybody else's code, or waiting for it
)

// traits are those of the packages of which something holds. What such a function is given
// may have methods that do otherwise: who asks must look at the arguments, too.
var traits = map[string]trait{
	"archive/zip":     releases,
	"bytes":           ends | computes,
	"cmp":             ends,
	"compress/gzip":   releases,
	"compress/zlib":   releases,
	"context":         releases,
	"database/sql":    releases,
	"encoding/base64": computes,
	"encoding/hex":    computes,
	"errors":          ends | computes | talks,
	"fmt":             talks,
	"hash":            computes,
	"io":              releases,
	"log":             talks,
	"log/slog":        talks,
	"maps":            ends,
	"math":            ends | computes,
	"math/bits":       ends | computes,
	"net":             releases,
	"net/http":        releases,
	"net/textproto":   releases,
	"os":              releases,
	"path":            ends | computes | talks,
	"path/filepath":   talks,
	"slices":          ends,
	"sort":            ends,
	"strconv":         ends | computes | talks,
	"strings":         ends | computes | talks,
	"sync/atomic":     ends,
	"time":            releases,
	"unicode":         ends | computes,
	"unicode/utf8":    ends | computes,
}

// ending are functions that end without waiting for anybody, in packages of which not all do.
var ending = map[string]bool{
	"time.Now": true, "time.Since": true, "time.Until": true, "time.NewTicker": true, "time.NewTimer": true, "time.After": true,
	"(*time.Ticker).Stop": true, "(*time.Timer).Stop": true, "(*time.Ticker).Reset": true, "(*time.Timer).Reset": true,
	"(time.Time).Sub": true, "(time.Time).Add": true, "(time.Time).Before": true, "(time.Time).After": true, "(time.Duration).Seconds": true,

	"(*sync.WaitGroup).Add": true, "(*sync.WaitGroup).Done": true,
	"(*sync.Mutex).Unlock": true, "(*sync.RWMutex).Unlock": true, "(*sync.RWMutex).RUnlock": true,
}

func has(fn *types.Func, t trait) bool {
	return fn != nil && fn.Pkg() != nil && traits[fn.Pkg().Path()]&t != 0
}

// formats reports whether a function only makes a text, of fmt.
func formats(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "fmt" && (strings.HasPrefix(fn.Name(), "Sprint") || fn.Name() == "Errorf")
}

// Ends reports whether a function of the standard library ends without waiting for anybody,
// unless it is given something with methods that wait.
func Ends(fn *types.Func) bool {
	return has(fn, ends) || formats(fn) || fn != nil && ending[fn.FullName()]
}

// Computes reports whether a function of the standard library does nothing but to compute,
// unless it is given something with methods that do more.
func Computes(fn *types.Func) bool {
	return has(fn, computes) || formats(fn) || fn != nil && fn.Pkg() != nil && strings.HasPrefix(fn.Pkg().Path(), "crypto/")
}

// Talks reports whether a function of the standard library makes texts and messages of what
// it is given, or asks no more than what there is.
func Talks(fn *types.Func) bool { return has(fn, talks) }

// ReleasesQuietly reports whether what a function of the standard library opens is released
// without running anybody else's code, or waiting for it.
func ReleasesQuietly(fn *types.Func) bool { return has(fn, releases) }

// ChangesNames reports whether a function removes, moves or links files.
func ChangesNames(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "os" || fn.Signature().Recv() != nil {
		return false
	}
	switch fn.Name() { // it is asked about many calls, so no name is put together
	case "Remove", "RemoveAll", "Rename", "Link":
		return true
	}
	return false
}
