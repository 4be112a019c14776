// Package embedded uses databases in the process.
package embedded

import (
	"github.com/cockroachdb/pebble"
	"github.com/dgraph-io/badger/v4"
	"github.com/syndtr/goleveldb/leveldb"
	"go.etcd.io/bbolt"
)

func Bolt(path string) error {
	db, err := bbolt.Open(path)
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.Begin(true) // want `tx from \(\*bbolt\.DB\)\.Begin is not committed or rolled back when Bolt returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if err := tx.Put(nil, nil); err != nil {
		return err
	}
	return tx.Commit()
}

func BoltRolledBack(db *bbolt.DB) error {
	tx, err := db.Begin(true)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := tx.Put(nil, nil); err != nil {
		return err
	}
	return tx.Commit()
}

func BoltManaged(db *bbolt.DB) error {
	return db.View(func(tx *bbolt.Tx) error { return tx.Put(nil, nil) })
}

func Badger(db *badger.DB) error {
	txn := db.NewTransaction(true) // want `txn from \(\*badger\.DB\)\.NewTransaction is not committed or discarded when Badger returns at line [0-9]+.*txn\.Discard\(\).*\(unclosed/leak\)`
	if err := txn.Set(nil, nil); err != nil {
		return err
	}
	return txn.Commit()
}

func BadgerDiscarded(db *badger.DB) error {
	txn := db.NewTransaction(true)
	defer txn.Discard()
	it := txn.NewIterator()
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		if err := txn.Set(nil, nil); err != nil {
			return err
		}
	}
	return txn.Commit()
}

func BadgerIterator(txn *badger.Txn) {
	it := txn.NewIterator() // want `it opened by \(\*badger\.Txn\)\.NewIterator is not closed`
	for it.Rewind(); it.Valid(); it.Next() {
	}
}

func Pebble(db *pebble.DB) (int, error) {
	val, closer, err := db.Get(nil) // want `closer opened by \(\*pebble\.DB\)\.Get is not closed when Pebble returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	println(closer)
	return len(val), nil
}

func PebbleDropped(db *pebble.DB) (int, error) {
	val, _, err := db.Get(nil) // want `the result of \(\*pebble\.DB\)\.Get is discarded.*\(unclosed/discarded\)`
	return len(val), err
}

func PebbleClosed(db *pebble.DB) (int, error) {
	val, closer, err := db.Get(nil)
	if err != nil {
		return 0, err
	}
	defer closer.Close()
	b := db.NewBatch() // need not be closed
	return len(val), b.Set(nil, nil)
}

func PebbleIter(db *pebble.DB) (n int, err error) {
	it, err := db.NewIter() // want `it opened by \(\*pebble\.DB\)\.NewIter is not closed`
	if err != nil {
		return 0, err
	}
	for it.First(); it.Next(); {
		n++
	}
	return n, nil
}

func LevelDB(db *leveldb.DB) error {
	it := db.NewIterator() // want `it from \(\*leveldb\.DB\)\.NewIterator is not released when LevelDB returns at line [0-9]+.*\(unclosed/leak\)`
	for it.Next() {
		println(it.Key())
	}
	return it.Error()
}

func LevelDBReleased(path string) error {
	db, err := leveldb.OpenFile(path)
	if err != nil {
		return err
	}
	defer db.Close()
	snap, err := db.GetSnapshot()
	if err != nil {
		return err
	}
	defer snap.Release()
	it := db.NewIterator()
	defer it.Release()
	return it.Error()
}
