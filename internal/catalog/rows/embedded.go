package rows

// embedded are databases in the process itself. They hold a lock and have a log to
// end, so that they are no clients for the life of the process.
func embedded() []Resource {
	const pebble1, pebble2 = "github.com/cockroachdb/pebble", "github.com/cockroachdb/pebble/v2"
	return group(
		in("go.etcd.io/bbolt",
			openers(closes, "Open"),
			openers(endsTx, "(*DB).Begin")), // what View and Update begin they end
		in("github.com/dgraph-io/badger/v4",
			openers(closes, "Open", "OpenManaged"),
			openers([]string{"Discard", "Commit", "CommitWith", "CommitAt"}, "(*DB).NewTransaction", "(*DB).NewTransactionAt"),
			openers(closes, "(*Txn).NewIterator", "(*Txn).NewKeyIterator"),
			openers([]string{"Cancel", "Flush"}, "(*DB).NewWriteBatch", "(*DB).NewWriteBatchAt", "(*DB).NewManagedWriteBatch")),
		in("github.com/syndtr/goleveldb/leveldb",
			openers(closes, "Open", "OpenFile", "Recover", "RecoverFile"),
			openers(releases, "(*DB).NewIterator", "(*DB).GetSnapshot", "(*Snapshot).NewIterator", "(*Transaction).NewIterator",
				"(Reader).NewIterator"),
			openers([]string{"Discard", "Commit"}, "(*DB).OpenTransaction")),
		in(pebble1, pebble()),
		in(pebble2, pebble()),
	)
}

// pebble is the same in both versions. A value that Get returns is valid until the
// closer beside it is closed.
func pebble() []Resource {
	return once(group(
		openers(closes, "Open"),
		second(closes, "(*DB).Get", "(*Batch).Get", "(*Snapshot).Get", "(*EventuallyFileOnlySnapshot).Get", "(Reader).Get"),
		openers(closes, "(*DB).NewIter", "(*DB).NewIterWithContext", "(*Batch).NewIter", "(*Batch).NewIterWithContext",
			"(*Snapshot).NewIter", "(*Snapshot).NewIterWithContext",
			"(*EventuallyFileOnlySnapshot).NewIter", "(*EventuallyFileOnlySnapshot).NewIterWithContext",
			"(Reader).NewIter", "(*Iterator).Clone", "(*Iterator).CloneWithContext", "NewExternalIter",
			"(*DB).NewSnapshot", "(*DB).NewEventuallyFileOnlySnapshot"),
	))
}
