package rows

// Exempt are functions whose results have a release, or hold something that has
// one, and which acquire nothing all the same: it is another's to release, it does
// nothing, or it need not be called. They are no acquisitions, whatever a summary
// of the function says. (What merely has a Close needs no row: without evidence
// it is no resource.)
func Exempt() []string {
	return append(exemptStd(), names(
		// A transaction's statements end with it.
		named("database/sql", "(*Tx).Prepare", "(*Tx).PrepareContext", "(*Tx).Stmt", "(*Tx).StmtContext"),
		named("github.com/jmoiron/sqlx", "(*Tx).Preparex", "(*Tx).PreparexContext", "(*Tx).PrepareNamed",
			"(*Tx).PrepareNamedContext", "(*Tx).NamedStmt", "(*Tx).NamedStmtContext", "(*Tx).Stmtx", "(*Tx).StmtxContext",
			"(*DB).Unsafe", "(*Tx).Unsafe", "(*Stmt).Unsafe", "(*NamedStmt).Unsafe"),
		named("github.com/jackc/pgx/v5", "(Rows).Conn", "(Tx).Conn", "(*Conn).PgConn"),
		named("github.com/jackc/pgx/v5/pgxpool", "(*Conn).Conn", "(*Tx).Conn"),
		named("github.com/redis/go-redis/v9", "(*Client).Pipeline", "(*Client).TxPipeline", "(*Client).WithTimeout",
			"(*ClusterClient).Pipeline", "(*ClusterClient).TxPipeline", "(*Ring).Pipeline", "(*Ring).TxPipeline"),
		named("go.mongodb.org/mongo-driver/mongo", "SessionFromContext", "NewSessionContext", "(*Database).Client"),
		named("go.mongodb.org/mongo-driver/v2/mongo", "SessionFromContext", "NewSessionContext", "(*Database).Client"),

		// Optional: a batch that is dropped goes to the garbage collector.
		named("github.com/cockroachdb/pebble", "(*DB).NewBatch", "(*DB).NewIndexedBatch"),
		named("github.com/cockroachdb/pebble/v2", "(*DB).NewBatch", "(*DB).NewIndexedBatch"),

		// They live as long as the connection.
		named("github.com/nats-io/nats.go", "(*Conn).Subscribe", "(*Conn).QueueSubscribe", "(*Conn).ChanSubscribe",
			"(*Conn).ChanQueueSubscribe", "(JetStream).Subscribe", "(JetStream).PullSubscribe", "(JetStream).QueueSubscribe"),
		named("github.com/IBM/sarama", "(Client).Broker", "(Client).Controller", "(Client).Leader", "(Client).Coordinator"),
		named("github.com/Shopify/sarama", "(Client).Broker", "(Client).Controller", "(Client).Leader", "(Client).Coordinator"),

		// Serve closes what the server listens on; a watch ends with its context.
		named("google.golang.org/grpc", "NewServer"),
		named("go.etcd.io/etcd/client/v3", "NewCtxClient", "(Watcher).Watch", "(*Client).ActiveConnection"),
		named("golang.org/x/crypto/ssh", "(*Session).StdinPipe"), // ends with the session
		named("github.com/gorilla/websocket", "(*Conn).NetConn", "(*Conn).UnderlyingConn", "(*Conn).NextReader"),
		named("go.opentelemetry.io/otel/trace", "SpanFromContext"),
	)...)
}

func exemptStd() []string {
	return names(
		named("io", "NopCloser"), named("io/ioutil", "NopCloser"),
		named("os/exec", "(*Cmd).StdinPipe", "(*Cmd).StdoutPipe", "(*Cmd).StderrPipe"), // Wait closes them
		named("net/http", "MaxBytesReader"),
		named("net/http/httptest", "(*ResponseRecorder).Result",
			"NewTestServer"), // of Go 1.27: the test closes it at its end
		named("mime/multipart", "(*Reader).NextPart", "(*Reader).NextRawPart"), // the next call discards the previous part
		named("crypto/tls", "(*Conn).NetConn"),
		// What decompresses closes nothing.
		named("compress/gzip", "NewReader"), named("compress/zlib", "NewReader", "NewReaderDict"),
		named("compress/flate", "NewReader", "NewReaderDict"), named("compress/lzw", "NewReader"),
		// They look into what they are given.
		named("debug/elf", "NewFile"), named("debug/macho", "NewFile", "NewFatFile"), named("debug/pe", "NewFile"),
		named("encoding/xml", "NewEncoder"), // flushes by itself
	)
}

func named(pkg string, list ...string) []string {
	for i := range list {
		list[i] = qualified(pkg, list[i])
	}
	return list
}

func names(lists ...[]string) []string {
	var all []string
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
