// Package nsq is the part of github.com/nsqio/go-nsq that the fixtures need.
package nsq

type Config struct{}

type Consumer struct{}

func NewConsumer(topic, channel string, config *Config) (*Consumer, error) { return &Consumer{}, nil }
func (*Consumer) ConnectToNSQD(addr string) error                          { return nil }
func (*Consumer) Stop()                                                    {}
