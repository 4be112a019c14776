// Package pgx is the part of github.com/jackc/pgx/v5 that the fixtures need.
package pgx

import "context"

type Rows interface {
	Close()
	Err() error
	Next() bool
	Scan(dest ...any) error
}

type Tx interface {
	Begin(ctx context.Context) (Tx, error)
	Commit(ctx context.Context) error
	Rollback(ctx context.Context) error
	Exec(ctx context.Context, sql string, args ...any) error
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
	SendBatch(ctx context.Context, b *Batch) BatchResults
}

type Batch struct{}

func (b *Batch) Queue(sql string) {}

type BatchResults interface {
	Exec() error
	Query() (Rows, error)
	Close() error
}

type Conn struct{ rows Rows }

func Connect(ctx context.Context, s string) (*Conn, error)                       { return new(Conn), nil }
func (c *Conn) Close(ctx context.Context) error                                  { return nil }
func (c *Conn) Query(ctx context.Context, sql string, args ...any) (Rows, error) { return c.rows, nil }
func (c *Conn) Begin(ctx context.Context) (Tx, error)                            { return nil, nil }
func (c *Conn) SendBatch(ctx context.Context, b *Batch) BatchResults             { return nil }

type RowToFunc[T any] func(row Rows) (T, error)

func CollectRows[T any](rows Rows, fn RowToFunc[T]) ([]T, error) {
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := fn(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
