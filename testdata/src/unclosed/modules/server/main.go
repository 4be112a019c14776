// Command server has clients for the life of its process.
package main

import (
	"context"
	"database/sql"
	"log"

	"github.com/dgraph-io/badger/v4"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"google.golang.org/grpc"
)

type store struct{ db *sql.DB }

func newStore(dsn string) (*store, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	return &store{db}, nil
}

func (s *store) Close() error { return s.db.Close() }

func open(dsn string) (*sql.DB, error) { return sql.Open("pgx", dsn) }

func main() {
	ctx := context.Background()
	rdb := redis.NewClient(&redis.Options{})
	cc, err := grpc.NewClient("a")
	if err != nil {
		log.Fatal(err)
	}
	pool, err := pgxpool.New(ctx, "a")
	if err != nil {
		log.Fatal(err)
	}
	db, err := open("a")
	if err != nil {
		log.Fatal(err)
	}
	s, err := newStore("a")
	if err != nil {
		log.Fatal(err)
	}
	kv, err := badger.Open("a") // want `kv opened by badger\.Open is not closed when main returns`
	if err != nil {
		log.Fatal(err)
	}
	rows, err := pool.Query(ctx, "select 1") // want `rows opened by \(\*pgxpool\.Pool\)\.Query is not closed when main returns`
	if err != nil {
		log.Fatal(err)
	}
	println(rdb.Ping(ctx), cc, db, s, rows, kv)
	run(ctx)
}

func run(ctx context.Context) {
	rdb := redis.NewClient(&redis.Options{}) // want `rdb opened by redis\.NewClient is not closed when run returns`
	println(rdb.Ping(ctx))
}
