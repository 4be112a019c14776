// Package badger is the part of github.com/dgraph-io/badger/v4 that the fixtures need.
package badger

type DB struct{}
type Txn struct{}
type Iterator struct{}

func Open(dir string) (*DB, error)             { return new(DB), nil }
func (db *DB) Close() error                    { return nil }
func (db *DB) NewTransaction(update bool) *Txn { return new(Txn) }
func (txn *Txn) Set(k, v []byte) error         { return nil }
func (txn *Txn) Commit() error                 { return nil }
func (txn *Txn) Discard()                      {}
func (txn *Txn) NewIterator() *Iterator        { return new(Iterator) }
func (it *Iterator) Rewind()                   {}
func (it *Iterator) Valid() bool               { return false }
func (it *Iterator) Next()                     {}
func (it *Iterator) Close()                    {}
