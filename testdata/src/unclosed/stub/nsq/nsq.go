package nsq

type Config struct{}

type Consumer struct{}

func NewConsumer(topic, channel string, config *Config) (*Consumer, error) { return &Consumer{}, nil }
func (*Consumer) ConnectToNSQD(addr string) error                          { return nil }
func (*Consumer) Stop()                                                    {}
