package driver

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"io"
	"os"
	"strconv"

	"github.com/rogpeppe/go-internal/cache"

	"github.com/tetherlint/tether/internal/finding"
)

// A store keeps what packages yielded between runs. It never fails: what cannot
// be read is computed anew, what cannot be written is not kept. Several runs may
// use one directory at a time. The nil store keeps nothing.
type store struct {
	cache  *cache.Cache
	header digest // of the run
}

// The kinds of entries of a package. Findings and facts are apart since importers
// want facts only, and most runs neither.
const (
	resultKind = "result"
	factsKind  = "facts"
	exportKind = "export"
)

// An entry is the form of what is kept, with the package's ID for certainty.
type entry[T any] struct {
	Kind, ID string
	Value    T
}

func openStore(dir string) (*store, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	c, err := cache.Open(dir)
	if err != nil {
		return nil, err
	}
	return &store{cache: c}, nil
}

// result returns the findings of a named package, if they are kept.
func (s *store) result(n *node) (*finding.Result, bool) {
	var result finding.Result
	return &result, get(s, n, resultKind, &result)
}

// facts returns the facts of a package, if they are kept.
func (s *store) facts(n *node, suite *suite) (*factTable, bool) {
	var facts encodedFacts
	if !get(s, n, factsKind, &facts) {
		return nil, false
	}
	table := facts.decode(suite)
	return table, table != nil
}

// export returns the export data of a package under development, if they are kept.
func (s *store) export(n *node) ([]byte, bool) {
	var data []byte
	ok := get(s, n, exportKind, &data)
	return data, ok
}

// put keeps what the package yielded.
func (s *store) put(n *node) {
	if n.named {
		put(s, n, resultKind, n.result)
	}
	if n.used && n.encoded != nil {
		put(s, n, factsKind, *n.encoded)
	}
	if n.declared != nil {
		put(s, n, exportKind, n.declared)
	}
}

func get[T any](s *store, n *node, kind string, value *T) bool {
	if s == nil || !n.keyed {
		return false
	}
	data, _, err := s.cache.GetBytes(entryKey(n, kind))
	if err != nil {
		return false
	}
	var e entry[T]
	if gob.NewDecoder(bytes.NewReader(data)).Decode(&e) != nil || e.Kind != kind || e.ID != n.pkg.ID {
		return false
	}
	*value = e.Value
	return true
}

func put[T any](s *store, n *node, kind string, value T) {
	if s == nil || !n.keyed {
		return
	}
	var data bytes.Buffer
	if gob.NewEncoder(&data).Encode(entry[T]{kind, n.pkg.ID, value}) == nil {
		s.write(entryKey(n, kind), data.Bytes())
	}
}

func (s *store) write(key cache.ActionID, data []byte) {
	// Without verification: that is a debug mode of the go command's own cache,
	// which panics.
	_, _, _ = s.cache.PutNoVerify(key, bytes.NewReader(data))
}

func entryKey(n *node, kind string) cache.ActionID {
	h := newHasher("entry")
	h.Write(n.key[:])
	h.add(kind)
	return cache.ActionID(h.digest())
}

// exportFiles returns where the export data of dependencies lay, by their keys.
func (s *store) exportFiles() map[digest]string {
	data, _, err := s.cache.GetBytes(s.exportFilesKey())
	if err != nil {
		return nil
	}
	var files map[digest]string
	if gob.NewDecoder(bytes.NewReader(data)).Decode(&files) != nil {
		return nil
	}
	return files
}

func (s *store) putExportFiles(files map[digest]string) {
	var data bytes.Buffer
	if gob.NewEncoder(&data).Encode(files) == nil {
		s.write(s.exportFilesKey(), data.Bytes())
	}
}

func (s *store) exportFilesKey() cache.ActionID {
	h := newHasher("export files")
	h.Write(s.header[:])
	return cache.ActionID(h.digest())
}

// close drops what has not been used for days.
func (s *store) close() {
	if s != nil {
		_ = s.cache.Trim() // an old entry too many does no harm
	}
}

// toolIdentity returns the digest of the running program. The program is read
// only if the one of its size and time is not known yet.
func (s *store) toolIdentity() (string, error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(exe)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	h := newHasher("tool")
	h.add(exe, strconv.FormatInt(info.Size(), 10), info.ModTime().String())
	key := cache.ActionID(h.digest())
	if known, _, err := s.cache.GetBytes(key); err == nil && len(known) == 2*sha256.Size {
		return string(known), nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	identity := hex.EncodeToString(sum.Sum(nil))
	s.write(key, []byte(identity))
	return identity, nil
}
