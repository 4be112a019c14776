// Package sarama is the part of github.com/IBM/sarama that the fixtures need.
package sarama

type Config struct{}
type Message struct{}

type Client interface {
	Close() error
	Leader(topic string) (*Broker, error)
}
type Broker struct{}

func (b *Broker) Close() error { return nil }

type AsyncProducer interface {
	AsyncClose()
	Close() error
	Input() chan<- *Message
	Errors() <-chan error
}
type SyncProducer interface {
	SendMessage(m *Message) error
	Close() error
}
type Consumer interface {
	ConsumePartition(topic string, partition int32) (PartitionConsumer, error)
	Close() error
}
type PartitionConsumer interface {
	AsyncClose()
	Close() error
	Messages() <-chan *Message
}

func NewClient(addrs []string, c *Config) (Client, error)               { return nil, nil }
func NewAsyncProducer(addrs []string, c *Config) (AsyncProducer, error) { return nil, nil }
func NewSyncProducer(addrs []string, c *Config) (SyncProducer, error)   { return nil, nil }
func NewConsumer(addrs []string, c *Config) (Consumer, error)           { return nil, nil }
