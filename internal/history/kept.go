package history

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tetherlint/tether/internal/atomicfile"
)

// Kept are points that earlier runs have made, so that one that was interrupted goes on
// where it was, and tomorrow's looks at tomorrow's commits only.
type Kept struct {
	Dir  string   // "" for none
	Salt []string // all that a point depends on beside its commit
}

func (k *Kept) file(c Commit) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", c.Hash, k.Salt))
	return filepath.Join(k.Dir, hex.EncodeToString(sum[:16])+".json")
}

// Get returns the point of a commit, if it is kept.
func (k *Kept) Get(c Commit) (p Point, ok bool) {
	if k.Dir == "" {
		return p, false
	}
	src, err := os.ReadFile(k.file(c))
	if err != nil || json.Unmarshal(src, &p) != nil || p.Name != c.Short() {
		return Point{}, false
	}
	return p, true
}

// Put keeps the point of a commit. Where it cannot, nothing is lost but time.
func (k *Kept) Put(c Commit, p Point) {
	if k.Dir == "" || os.MkdirAll(k.Dir, 0o777) != nil {
		return
	}
	if src, err := json.Marshal(p); err == nil {
		_ = atomicfile.Write(k.file(c), src, 0o666)
	}
}
