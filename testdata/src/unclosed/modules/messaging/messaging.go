// Package messaging uses clients of message brokers.
package messaging

import (
	"context"
	"time"

	"github.com/IBM/sarama"
	"github.com/nats-io/nats.go"
	"github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
)

func Kafka(ctx context.Context) error {
	w := kafka.NewWriter(kafka.WriterConfig{}) // want `w opened by kafka\.NewWriter is not closed when Kafka returns at line [0-9]+.*\(unclosed/leak\)`
	return w.WriteMessages(ctx)
}

func KafkaReader(ctx context.Context) error {
	r := kafka.NewReader(kafka.ReaderConfig{})
	defer r.Close()
	for {
		if _, err := r.ReadMessage(ctx); err != nil {
			return err
		}
	}
}

func Producer(addrs []string) error {
	p, err := sarama.NewAsyncProducer(addrs, nil) // want `p opened by sarama\.NewAsyncProducer is not closed when Producer returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	p.Input() <- nil
	return <-p.Errors()
}

func ProducerAsync(addrs []string) error {
	p, err := sarama.NewAsyncProducer(addrs, nil)
	if err != nil {
		return err
	}
	defer p.AsyncClose()
	p.Input() <- nil
	return <-p.Errors()
}

func ProducerSync(addrs []string) (err error) {
	p, err := sarama.NewSyncProducer(addrs, nil)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := p.Close(); err == nil {
			err = cerr
		}
	}()
	return p.SendMessage(nil)
}

func Consume(addrs []string) error {
	c, err := sarama.NewConsumer(addrs, nil)
	if err != nil {
		return err
	}
	defer c.Close()
	part, err := c.ConsumePartition("a", 0) // want `part opened by \(sarama\.Consumer\)\.ConsumePartition is not closed|part opened by sarama\.Consumer\.ConsumePartition is not closed`
	if err != nil {
		return err
	}
	<-part.Messages()
	return nil
}

// Leader: the client has it.
func Leader(c sarama.Client) error {
	b, err := c.Leader("a")
	println(b)
	return err
}

func Nats(url string) error {
	nc, err := nats.Connect(url) // want `nc opened by nats\.Connect is not closed when Nats returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return nc.Publish("a", nil)
}

func NatsDrained(url string) error {
	nc, err := nats.Connect(url)
	if err != nil {
		return err
	}
	defer nc.Drain()
	if _, err := nc.Subscribe("a", func(*nats.Msg) {}); err != nil { // lives as long as nc
		return err
	}
	return nc.Publish("a", nil)
}

func NatsSub(nc *nats.Conn) error {
	sub, err := nc.SubscribeSync("a") // want `sub from \(\*nats\.Conn\)\.SubscribeSync is not unsubscribed when NatsSub returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	_, err = sub.NextMsg(time.Second)
	return err
}

func NatsOnce(nc *nats.Conn) error {
	sub, err := nc.SubscribeSync("a")
	if err != nil {
		return err
	}
	if err := sub.AutoUnsubscribe(1); err != nil {
		return err
	}
	_, err = sub.NextMsg(time.Second)
	return err
}

func Amqp(url string) error {
	conn, err := amqp091.Dial(url)
	if err != nil {
		return err
	}
	defer conn.Close()
	ch, err := conn.Channel() // ends with conn
	if err != nil {
		return err
	}
	return ch.Publish("a")
}

func AmqpChannel(conn *amqp091.Connection) error {
	ch, err := conn.Channel() // want `ch opened by \(\*amqp091\.Connection\)\.Channel is not closed when AmqpChannel returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	return ch.Publish("a")
}

// A bench has a connection, and a cleanup.
type bench struct{ nc *nats.Conn }

func newBench(nc *nats.Conn) *bench { return &bench{nc} }
func (b *bench) Cleanup()           { b.nc.Close() }

// NatsBench ends the subscription with what has the connection.
func NatsBench(nc *nats.Conn) error {
	b := newBench(nc)
	defer b.Cleanup()
	sub, err := b.nc.SubscribeSync("a")
	if err != nil {
		return err
	}
	_, err = sub.NextMsg(time.Second)
	return err
}
