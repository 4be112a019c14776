package imported

import (
	"fmt"

	"example.com/unclosed/imported/store"
)

// What a field has, and is not called by its release, is used.
type metadata struct{ db *store.DB }

func newMetadata(path string) (*metadata, error) {
	db, err := store.OpenDB(path) // want `db opened by store\.OpenDB is not closed when newMetadata returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	m := &metadata{db: db}
	if err := m.initialise(); err != nil {
		return nil, fmt.Errorf("initialise: %w", err)
	}
	return m, nil
}

func (m *metadata) initialise() error {
	return m.db.Update(func(*store.Tx) error { return nil })
}

func (m *metadata) Close() error { return m.db.Close() }
