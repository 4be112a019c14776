// Package databases uses clients of databases.
package databases

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"github.com/redis/go-redis/v9"
	"go.mongodb.org/mongo-driver/v2/mongo"
)

func PgxEarly(ctx context.Context, c *pgx.Conn) (id int, err error) {
	rows, err := c.Query(ctx, "select id from t") // want `rows opened by \(\*pgx\.Conn\)\.Query is not closed when PgxEarly returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		if id > 0 {
			return id, nil
		}
	}
	return id, rows.Err()
}

// PgxScan leaves early where Scan has closed the rows.
func PgxScan(ctx context.Context, c *pgx.Conn) (id int, err error) {
	rows, err := c.Query(ctx, "select id from t")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
	}
	return id, rows.Err()
}

func PgxDrained(ctx context.Context, c *pgx.Conn) (n int, err error) {
	rows, err := c.Query(ctx, "select id from t")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// PgxClosedBeforeCheck is right: pgx's rows may be closed even with an error.
func PgxClosedBeforeCheck(ctx context.Context, p *pgxpool.Pool) error {
	rows, err := p.Query(ctx, "select id from t")
	defer rows.Close()
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := rows.Scan(new(int)); err != nil {
			return err
		}
	}
	return rows.Err()
}

func PgxCollected(ctx context.Context, p *pgxpool.Pool) ([]int, error) {
	rows, _ := p.Query(ctx, "select id from t")
	return pgx.CollectRows(rows, func(row pgx.Rows) (id int, err error) { return id, row.Scan(&id) })
}

func PgxTx(ctx context.Context, p *pgxpool.Pool) error {
	tx, err := p.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if err := tx.Exec(ctx, "update t"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func PgxTxForgotten(ctx context.Context, p *pgxpool.Pool) error {
	tx, err := p.Begin(ctx) // want `tx from \(\*pgxpool\.Pool\)\.Begin is not committed or rolled back when PgxTxForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, "update t"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// PgxTxEnds: the transaction ends its rows.
func PgxTxEnds(ctx context.Context, tx pgx.Tx) (err error) {
	nested, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			nested.Rollback(ctx)
			return
		}
		err = nested.Commit(ctx)
	}()
	rows, err := nested.Query(ctx, "select id from t")
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Scan(new(int))
}

func PgxBatch(ctx context.Context, c *pgx.Conn) error {
	b := new(pgx.Batch)
	b.Queue("update t")
	return c.SendBatch(ctx, b).Close()
}

func PgxBatchForgotten(ctx context.Context, c *pgx.Conn) error {
	results := c.SendBatch(ctx, new(pgx.Batch)) // want `results opened by \(\*pgx\.Conn\)\.SendBatch is not closed when PgxBatchForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	return results.Exec()
}

func PgxAcquire(ctx context.Context, p *pgxpool.Pool) error {
	c, err := p.Acquire(ctx) // want `c from \(\*pgxpool\.Pool\)\.Acquire is not released when PgxAcquire returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = c.Conn().Query(ctx, "select 1") // want `\(unclosed/discarded\)`
	return err
}

func PgxReleased(ctx context.Context, p *pgxpool.Pool) (n int, err error) {
	c, err := p.Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer c.Release()
	return PgxDrained(ctx, c.Conn())
}

func PgxHijacked(ctx context.Context, p *pgxpool.Pool) (*pgx.Conn, error) {
	c, err := p.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	return c.Hijack(), nil
}

// querier is what code generators put before connections, pools and transactions.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

type dbtx interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
	PrepareContext(ctx context.Context, q string) (*sql.Stmt, error)
}

func Abstracted(ctx context.Context, q querier) error {
	rows, err := q.Query(ctx, "select id from t") // want `rows opened by databases\.querier\.Query is not closed when Abstracted returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Scan(new(int))
}

func AbstractedStd(ctx context.Context, q dbtx) error {
	rows, err := q.QueryContext(ctx, "select id from t") // want `rows opened by databases\.dbtx\.QueryContext is not closed`
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Scan(new(int))
}

// AbstractedStmt may be a transaction's statement, which ends with that.
func AbstractedStmt(ctx context.Context, q dbtx) error {
	stmt, err := q.PrepareContext(ctx, "select id from t")
	if err != nil {
		return err
	}
	_, err = stmt.Exec()
	return err
}

// another has a method of the same name, which is something else.
type another interface {
	Query(sql string) (pgx.Rows, error)
}

func Another(q another) error {
	rows, err := q.Query("select id from t")
	if err != nil {
		return err
	}
	return rows.Scan(new(int))
}

func Sqlx(db *sqlx.DB) error {
	rows, err := db.Queryx("select * from t") // want `rows opened by \(\*sqlx\.DB\)\.Queryx is not closed when Sqlx returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := rows.StructScan(nil); err != nil {
			return err
		}
	}
	return rows.Err()
}

func SqlxEmbedded(db *sqlx.DB) error {
	rows, err := db.Query("select * from t") // want `rows opened by \(\*sql\.DB\)\.Query is not closed`
	if err != nil {
		return err
	}
	rows.Next()
	return rows.Scan(new(int))
}

func SqlxTx(db *sqlx.DB) error {
	tx := db.MustBegin()
	defer tx.Rollback()
	stmt, err := tx.Preparex("update t") // the transaction ends it
	if err != nil {
		return err
	}
	if err := stmt.Get(nil); err != nil {
		return err
	}
	return tx.Commit()
}

func SqlxStmt(db *sqlx.DB) error {
	stmt, err := db.Preparex("select * from t") // want `stmt opened by \(\*sqlx\.DB\)\.Preparex is not closed`
	if err != nil {
		return err
	}
	return stmt.Get(nil)
}

func Redis(ctx context.Context) error {
	c := redis.NewClient(&redis.Options{}) // want `c opened by redis\.NewClient is not closed when Redis returns at line [0-9]+.*\(unclosed/leak\)`
	return c.Ping(ctx)
}

func RedisClosed(ctx context.Context) error {
	c := redis.NewClient(&redis.Options{})
	defer c.Close()
	p := c.Pipeline() // nothing to release
	println(p)
	return c.Ping(ctx)
}

func RedisSub(ctx context.Context, c *redis.Client) {
	sub := c.Subscribe(ctx, "a") // want `sub opened by \(\*redis\.Client\)\.Subscribe is not closed when RedisSub returns at line [0-9]+.*\(unclosed/leak\)`
	<-sub.Channel()
}

func Mongo(ctx context.Context, c *mongo.Collection) error {
	cur, err := c.Find(ctx, nil) // want `cur opened by \(\*mongo\.Collection\)\.Find is not closed when Mongo returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	for cur.Next(ctx) {
		if err := cur.Decode(nil); err != nil {
			return err
		}
	}
	return cur.Err()
}

func MongoAll(ctx context.Context, c *mongo.Collection) (list []int, err error) {
	cur, err := c.Find(ctx, nil)
	if err != nil {
		return nil, err
	}
	err = cur.All(ctx, &list)
	return list, err
}

func MongoWatch(ctx context.Context, c *mongo.Collection) error {
	stream, err := c.Watch(ctx, nil) // want `stream opened by \(\*mongo\.Collection\)\.Watch is not closed`
	if err != nil {
		return err
	}
	for stream.Next(ctx) {
		println(stream)
	}
	return stream.Err()
}

func MongoSession(c *mongo.Client) error {
	s, err := c.StartSession() // want `s from \(\*mongo\.Client\)\.StartSession is not ended when MongoSession returns at line [0-9]+.*defer s.EndSession\(\.\.\.\) after the error check.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	println(s)
	return nil
}

type store struct{ client *mongo.Client }

// newStore gives its caller a store to close.
func newStore() (*store, error) {
	client, err := mongo.Connect()
	if err != nil {
		return nil, err
	}
	return &store{client}, nil
}

func (s *store) Close(ctx context.Context) error { return s.client.Disconnect(ctx) }

func MongoStore() error {
	s, err := newStore() // want `s opened by databases\.newStore is not closed when MongoStore returns`
	if err != nil {
		return err
	}
	return MongoSession(s.client)
}
