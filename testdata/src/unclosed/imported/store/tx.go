package store

import "os"

// A DB has transactions, which end by a method that is called like a release, and live
// on its file.
type DB struct {
	f  *os.File
	tx *Tx
}

type Tx struct{ db *DB }

func OpenDB(path string) (*DB, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &DB{f: f}, nil
}

func (db *DB) Begin() (*Tx, error) {
	tx := &Tx{db: db}
	db.tx = tx
	return tx, nil
}

func (db *DB) Close() error { return db.f.Close() }

func (db *DB) Update(fn func(*Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func (tx *Tx) Rollback() error { return tx.end() }
func (tx *Tx) Commit() error   { return tx.end() }

func (tx *Tx) end() error {
	tx.db.tx = nil
	tx.db = nil
	return nil
}
