"""What runs beside a crawl: the recorder and others, each an ordinary Scrapy extension."""
