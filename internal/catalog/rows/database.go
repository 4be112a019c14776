package rows

// database are the clients of databases that run elsewhere.
func database() []Resource {
	return group(sqlx(), pgx(), redis(), mongo(),
		in("github.com/gomodule/redigo/redis",
			openers(closes, "Dial", "DialContext", "DialURL", "DialURLContext", "(*Pool).Get")))
}

func sqlx() []Resource {
	return in("github.com/jmoiron/sqlx",
		clients(openers(closes, "Open", "MustOpen", "Connect", "ConnectContext", "MustConnect")),
		rows("(*DB).Queryx", "(*DB).QueryxContext", "(*DB).NamedQuery", "(*DB).NamedQueryContext", "(*Conn).QueryxContext",
			"(*Stmt).Queryx", "(*Stmt).QueryxContext",
			"(*NamedStmt).Query", "(*NamedStmt).QueryContext", "(*NamedStmt).Queryx", "(*NamedStmt).QueryxContext"),
		rows("NamedQuery", "NamedQueryContext"),
		// Behind an interface may be a transaction.
		endedBy(endsTx, rows("(*Tx).Queryx", "(*Tx).QueryxContext", "(*Tx).NamedQuery",
			"(Queryer).Query", "(Queryer).Queryx", "(QueryerContext).QueryContext", "(QueryerContext).QueryxContext")),
		openers(closes, "(*DB).Preparex", "(*DB).PreparexContext", "(*DB).PrepareNamed", "(*DB).PrepareNamedContext",
			"(*Conn).PreparexContext", "(*DB).Connx"),
		openers(endsTx, "(*DB).Beginx", "(*DB).BeginTxx", "(*DB).MustBegin", "(*DB).MustBeginTx", "(*Conn).BeginTxx"),
	)
}

func pgx() []Resource {
	return group(
		in("github.com/jackc/pgx/v5",
			clients(openers(closes, "Connect", "ConnectConfig", "ConnectWithOptions")),
			queries(rows("(*Conn).Query")),
			queries(endedBy(endsTx, rows("(Tx).Query"))),
			queries(endedBy(closes, rows("(BatchResults).Query"))),
			openers(endsTx, "(*Conn).Begin", "(*Conn).BeginTx"),
			endedBy(endsTx, openers(endsTx, "(Tx).Begin")), // a savepoint
			openers(closes, "(*Conn).SendBatch"),
			endedBy(endsTx, openers(closes, "(Tx).SendBatch")),
		),
		in("github.com/jackc/pgx/v5/pgxpool",
			clients(openers(closes, "New", "NewWithConfig")),
			openers([]string{"Release", "Hijack"}, "(*Pool).Acquire"),
			openers(closes, "(*Conn).Hijack"),
			queries(rows("(*Pool).Query", "(*Conn).Query")),
			queries(endedBy(endsTx, rows("(*Tx).Query"))),
			openers(endsTx, "(*Pool).Begin", "(*Pool).BeginTx", "(*Conn).Begin", "(*Conn).BeginTx"),
			endedBy(endsTx, openers(endsTx, "(*Tx).Begin")),
			openers(closes, "(*Pool).SendBatch", "(*Conn).SendBatch"),
			endedBy(endsTx, openers(closes, "(*Tx).SendBatch")),
		),
	)
}

// queries are rows that may be closed whatever the error says, and that a failing
// Scan closes.
func queries(list []Resource) []Resource {
	return nilSafe(fatal([]string{"Scan", "Values"}, list))
}

func redis() []Resource {
	return in("github.com/redis/go-redis/v9",
		clients(openers(closes, "NewClient", "NewClusterClient", "NewFailoverClient", "NewFailoverClusterClient", "NewRing",
			"NewUniversalClient", "NewSentinelClient")),
		openers(closes, "(*Client).Conn",
			"(*Client).Subscribe", "(*Client).PSubscribe", "(*Client).SSubscribe",
			"(*ClusterClient).Subscribe", "(*ClusterClient).PSubscribe", "(*ClusterClient).SSubscribe",
			"(*Ring).Subscribe", "(*Ring).PSubscribe", "(*Ring).SSubscribe",
			"(*SentinelClient).Subscribe", "(*SentinelClient).PSubscribe",
			"(UniversalClient).Subscribe", "(UniversalClient).PSubscribe", "(UniversalClient).SSubscribe"),
	)
}

// mongo is the driver in both versions: in the second one GridFS has moved.
func mongo() []Resource {
	const v1, v2 = "go.mongodb.org/mongo-driver/mongo", "go.mongodb.org/mongo-driver/v2/mongo"
	both := func() []Resource {
		return group(
			clients(openers([]string{"Disconnect"}, "Connect")),
			openers([]string{"EndSession"}, "(*Client).StartSession"),
			// All reads to the end and closes.
			with(rows("(*Collection).Find", "(*Collection).Aggregate", "(*Database).Aggregate", "(*Database).ListCollections",
				"(*Database).RunCommandCursor", "(IndexView).List", "(SearchIndexView).List"),
				func(r *Resource) { r.Release = []string{"Close", "All"} }),
			openers(closes, "(*Client).Watch", "(*Database).Watch", "(*Collection).Watch"), // has no end
		)
	}
	// What is uploaded is there once the stream is closed.
	upload, download := []string{"Close", "Abort"}, closes
	return group(
		in(v1, both()),
		in(v2, both()),
		in(v1+"/gridfs",
			buffers(upload, "(*Bucket).OpenUploadStream", "(*Bucket).OpenUploadStreamWithID"),
			openers(download, "(*Bucket).OpenDownloadStream", "(*Bucket).OpenDownloadStreamByName")),
		in(v2,
			buffers(upload, "(*GridFSBucket).OpenUploadStream", "(*GridFSBucket).OpenUploadStreamWithID"),
			openers(download, "(*GridFSBucket).OpenDownloadStream", "(*GridFSBucket).OpenDownloadStreamByName")),
	)
}
